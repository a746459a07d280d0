import type { BalanceView, StatementLine } from '#shared/contract/domain/trust.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime, fullDate, isoTime } from '#shared/words/format/times.ts';
import { statementLine } from '#shared/words/reasons/statement-line.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button, TextButton } from '../../components/Button.tsx';
import { Card } from '../../components/Card.tsx';
import { FormError } from '../../components/Field.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { delta, signed, statementCsv } from '../../components/tokens/token-words.ts';
import { placeLabel } from '../../components/voting/vote-ladder.ts';
import { useDashboard } from '../../state/context.tsx';
import { routeHref } from '../../state/routes.ts';
import { saveFile } from '../../state/save-file.ts';
import { showToast } from '../../state/toasts.ts';
import styles from './Tokens.module.css';
import { useStatement, wholeStatement } from './use-statement.ts';

const columns = (): readonly Column<StatementLine>[] => [
  {
    id: 'when',
    title: t('tokens.when'),
    leaves: 3,
    cell: ({ atMs }) => <time dateTime={isoTime(atMs)}>{dayAndTime(atMs)}</time>,
  },
  {
    id: 'what',
    title: t('tokens.what'),
    takesIn: true,
    cell: (line) => <What line={line} />,
  },
  {
    id: 'change',
    title: t('tokens.change'),
    numeric: true,
    cell: (line) => <b className={styles.delta}>{delta(line.delta)}</b>,
  },
  {
    id: 'balance',
    title: t('tokens.balance'),
    numeric: true,
    leaves: 1,
    cell: ({ balance }) => signed(balance),
  },
  {
    id: 'receipt',
    title: t('tokens.receipt'),
    leaves: 2,
    numeric: true,
    cell: ({ receipt, receiptBy }) => (
      <a href={routeHref('chain', receipt.hash)} className={styles.receipt}>
        {placeLabel(receiptBy, receipt)}
      </a>
    ),
  },
];

function What({ line }: { readonly line: StatementLine }) {
  const what = visibleLine(statementLine(line));
  return (
    <span className={styles.what} dir="auto" title={what}>
      {what}
    </span>
  );
}

/** Every change of the balance, the newest first, each with the receipt it comes from. */
export function StatementCard({ mine }: { readonly mine: BalanceView }) {
  const { lines, total, more, busy, failure, loadEarlier } = useStatement(mine.scid);
  const first = lines[0];
  const since = first && !more ? t('tokens.sinceDate', { date: fullDate(first.atMs) }) : '';
  return (
    <Card
      title={t('tokens.statement')}
      note={total === null ? null : `${t('tokens.changes', { n: total })} ${since}`.trim()}
      action={<Export scid={mine.scid} />}
    >
      <div className={styles.bleed}>
        {total === null && !failure ? (
          <div className={styles.inset}>
            <SkeletonRows rows={6} />
          </div>
        ) : (
          <Table
            label={t('tokens.statement')}
            columns={columns()}
            rows={lines.toReversed()}
            rowKey={({ position }) => position}
            {...(total === null ? {} : { total })}
          />
        )}
        {more || failure ? (
          <div className={styles.earlier}>
            <FormError message={failureInWords(failure)} />
            {more ? (
              <>
                <span>{t('tokens.shown', { shown: count(lines.length), total: count(total ?? 0) })}</span>
                <Button size="small" busy={busy} onClick={loadEarlier}>
                  {t('tokens.more')}
                </Button>
              </>
            ) : null}
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Export({ scid }: { readonly scid: string }) {
  const dashboard = useDashboard();
  const save = async () => {
    const all = await wholeStatement(dashboard, scid);
    if (!all.ok) {
      showToast(failureInWords(all.error));
      return;
    }
    const file = 'ghoststack-tokens.csv';
    saveFile(file, statementCsv(all.value), 'text/csv');
    showToast(t('tokens.exported', { file }));
  };
  return <TextButton onClick={() => void save()}>{t('tokens.export')}</TextButton>;
}
