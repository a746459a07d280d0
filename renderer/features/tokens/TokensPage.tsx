import type { Cell } from '#shared/contract/domain/cell.ts';
import type { BalanceView, Trust } from '#shared/contract/domain/trust.ts';
import { momentInWords } from '#shared/words/format/closing-time.ts';
import { count } from '#shared/words/format/count.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { Card, Columns } from '../../components/Card.tsx';
import { EmptyPage } from '../../components/empty/EmptyPage.tsx';
import { Page } from '../../components/Page.tsx';
import { balancesNote, signed, tokensAnswer } from '../../components/tokens/token-words.ts';
import { placeLabel } from '../../components/voting/vote-ladder.ts';
import { isFormer, useCell, useMembersByScid, useSignWait } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useNow } from '../../state/now.ts';
import { openOverlay } from '../../state/overlays.ts';
import { usePeerContext } from '../../state/peer-context.ts';
import { StatementCard } from './StatementCard.tsx';
import styles from './Tokens.module.css';

export function TokensPage() {
  const cell = useCell();
  const trust = useNode((node) => node.trust);
  const mine = trust?.balances.find(({ me }) => me);
  if (cell && trust && isFormer(cell)) return <Former cell={cell} trust={trust} />;
  if (!cell || !trust || !mine) return <EmptyPage page="tokens" />;
  return (
    <Page
      title={t('shell.page.tokens')}
      {...tokensAnswer(mine)}
      actions={<Send alone={trust.balances.length < 2} />}
    >
      <Columns
        ratio="narrow-side"
        main={<StatementCard mine={mine} />}
        side={
          <>
            <BalanceCard mine={mine} />
            <CellCard trust={trust} />
          </>
        }
      />
    </Page>
  );
}

/** Members have accounts; what they have stays readable here. */
function Former({ cell, trust }: { readonly cell: Cell; readonly trust: Trust }) {
  return (
    <Page
      title={t('shell.page.tokens')}
      claim={t('tokens.answer.former')}
      rest={t('tokens.answer.formerRest', { cell: visibleLine(cell.name, 60) })}
    >
      <CellCard trust={trust} />
    </Page>
  );
}

function Send({ alone }: { readonly alone: boolean }) {
  const wait = useSignWait() ?? (alone ? t('tokens.alone') : null);
  return (
    <>
      {wait ? <span>{wait}</span> : null}
      <Button
        variant="primary"
        icon="send"
        disabled={wait !== null}
        onClick={() => openOverlay({ kind: 'transfer' })}
      >
        {t('tokens.send')}
      </Button>
    </>
  );
}

function BalanceCard({ mine }: { readonly mine: BalanceView }) {
  const nowMs = useNow(60_000);
  const { knownUpTo } = mine;
  return (
    <Card>
      <h2 className={styles.label}>{t('tokens.balance')}</h2>
      <p className={styles.balance}>{signed(mine.balance)}</p>
      {knownUpTo ? (
        <p className={styles.small}>
          {t('tokens.asOf', {
            receipt: placeLabel(mine.name, knownUpTo),
            when: momentInWords(knownUpTo.atMs, nowMs),
          })}
        </p>
      ) : null}
    </Card>
  );
}

/** What every member has, as far as their receipts are known here. */
function CellCard({ trust }: { readonly trust: Trust }) {
  const members = useMembersByScid();
  const peers = useNode((node) => node.peers);
  const context = usePeerContext();
  const balances = [...trust.balances].sort((a, b) => b.balance - a.balance);
  const most = Math.max(1, ...balances.map(({ balance }) => balance));
  const total = balances.reduce((sum, { balance }) => sum + balance, 0);
  return (
    <Card title={t('tokens.cell')} action={t('tokens.total', { n: count(total) })}>
      <ul className={styles.bars}>
        {balances.map(({ scid, name, balance }) => {
          const order = members.get(scid)?.order ?? 6;
          return (
            <li key={scid}>
              <Avatar name={name} order={order} size={24} />
              <span className={styles.name} title={visibleLine(name)}>
                {visibleLine(name, 24)}
              </span>
              <span className={styles.track} aria-hidden="true">
                <span
                  data-member={order % 7}
                  style={{ inlineSize: `${(Math.max(0, balance) / most) * 100}%` }}
                />
              </span>
              <span className={styles.value}>{signed(balance)}</span>
            </li>
          );
        })}
      </ul>
      <p className={styles.small}>{balancesNote(trust, members, peers, context.nowMs)}</p>
    </Card>
  );
}
