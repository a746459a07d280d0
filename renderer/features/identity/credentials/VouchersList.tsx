import type { VoucherView } from '#shared/contract/domain/credential.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Button } from '../../../components/Button.tsx';
import { Words } from '../../../components/cell/Words.tsx';
import { FormError } from '../../../components/Field.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useNode } from '../../../state/context.tsx';
import { openOverlay } from '../../../state/overlays.ts';
import { useCall } from '../../../state/use-call.ts';
import styles from './Credentials.module.css';
import { HandOver } from './HandOver.tsx';
import { useStanding } from './use-standing.ts';

/** Whose word is taken of what was issued elsewhere, and this cell's own word for others. */
export function VouchersList() {
  const vouchers = useNode((node) => node.credentials.vouchers);
  const isMember = useNode(({ cell }) => cell !== null);
  const forget = useCall('credentials.forgetVoucher');
  const columns: Column<VoucherView>[] = [
    {
      id: 'who',
      title: t('credentials.trusted.who'),
      cell: ({ kind, name, atMs, dayMs }) => (
        <span className={styles.lines}>
          <b>{visibleLine(name, 60)}</b>
          <span>{t(`credentials.trusted.${kind}`, { date: fullDate(atMs) })}</span>
          {dayMs === null ? null : <span>{t('credentials.trusted.day', { day: fullDate(dayMs) })}</span>}
        </span>
      ),
    },
    {
      id: 'acts',
      title: t('bridges.acts'),
      cell: ({ kind, id, name }) => (
        <Button
          size="small"
          variant="quiet"
          aria-label={t('credentials.forget.of', { name: visibleLine(name, 60) })}
          onClick={() => void forget.run({ kind, id })}
        >
          {t('credentials.forget')}
        </Button>
      ),
    },
  ];
  return (
    <>
      {vouchers.length > 0 ? (
        <>
          <h3 className={styles.heading}>{t('credentials.trusted')}</h3>
          <Table label={t('credentials.trusted')} columns={columns} rows={vouchers} rowKey={({ id }) => id} />
        </>
      ) : null}
      <p className={styles.row}>
        <Button size="small" variant="quiet" onClick={() => openOverlay({ kind: 'credential-trust' })}>
          {t('credentials.trust')}
        </Button>
        <Button
          size="small"
          variant="quiet"
          onClick={() => openOverlay({ kind: 'credential-issuer', papers: '' })}
        >
          {t('credentials.issuer')}
        </Button>
        <Button
          size="small"
          variant="quiet"
          onClick={() =>
            openOverlay({ kind: isMember ? 'credential-make-papers' : 'credential-new-papers', id: null })
          }
        >
          {t(isMember ? 'credentials.papers.make' : 'credentials.papers.first')}
        </Button>
        {isMember ? <OwnStanding /> : null}
      </p>
      <FormError message={failureInWords(forget.failure)} />
    </>
  );
}

/** What this cell says of itself, to be handed to somebody outside, with the words that it is compared by. */
function OwnStanding() {
  const { run, value, failure } = useStanding();
  if (!value) {
    return (
      <>
        <Button size="small" variant="quiet" onClick={run}>
          {t('credentials.standing')}
        </Button>
        <FormError message={failureInWords(failure)} />
      </>
    );
  }
  return (
    <>
      <HandOver text={value.text} name={value.name} label={t('credentials.standing.copy')} />
      <Words words={value.words} label={t('credentials.standing.words')} />
    </>
  );
}
