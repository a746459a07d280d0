import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { columnOf } from '#shared/contract/domain/proposal-column.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { listTime } from '#shared/words/format/times.ts';
import { choiceWord } from '#shared/words/reasons/choice-word.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { AgentTag } from '../../components/agent/AgentTag.tsx';
import { classes } from '../../components/class-names.ts';
import { Seats } from '../../components/Seats.tsx';
import { Tag } from '../../components/Tag.tsx';
import { KindTag } from '../../components/voting/KindTag.tsx';
import { RekeyFacts } from '../../components/voting/RekeyFacts.tsx';
import { ResultTag } from '../../components/voting/ResultTag.tsx';
import { seatsLabel } from '../../components/voting/seat-words.ts';
import { useSeatLooks } from '../../components/voting/use-proposals.ts';
import { VoteChooser } from '../../components/voting/VoteChooser.tsx';
import { useMembersByScid } from '../../state/cell.ts';
import { useNow } from '../../state/now.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './Governance.module.css';

/** A proposal on the board. The title is its link; where a vote is missing, it is given here. */
export function ProposalCard({ proposal }: { readonly proposal: ProposalSummary }) {
  const column = columnOf(proposal);
  const { id, label, kind, needsMyVote } = proposal;
  return (
    <article className={classes(styles.card, needsMyVote && styles.needed)}>
      <header className={styles.cardHead}>
        <span className={styles.label}>{label}</span>
        <KindTag kind={kind} />
        <HeadTag proposal={proposal} />
      </header>
      <h3 className={styles.title}>
        <a href={routeHref('governance', id)} data-item="" dir="auto">
          {proposalTitle(proposal)}
        </a>
      </h3>
      {proposal.agent === undefined ? null : (
        <p className={styles.agent}>
          <AgentTag name={proposal.proposer} mine={proposal.mine} digest={proposal.agent} />
        </p>
      )}
      {column === 'voting' ? (
        <Voting proposal={proposal} />
      ) : column === 'decided' ? (
        <Decided proposal={proposal} />
      ) : (
        <Early proposal={proposal} />
      )}
    </article>
  );
}

function HeadTag({ proposal }: { readonly proposal: ProposalSummary }) {
  const nowMs = useNow(60_000);
  if (proposal.needsMyVote) return <Tag tone="accent">{t('governance.missing')}</Tag>;
  if (columnOf(proposal) === 'decided') return <ResultTag proposal={proposal} />;
  if (columnOf(proposal) === 'voting' && proposal.myVote) {
    return <Tag>{t('governance.voted', { choice: choiceWord(proposal.myVote.choice) })}</Tag>;
  }
  if (proposal.mine) return <Tag>{t('governance.yours')}</Tag>;
  return <span className={styles.when}>{listTime(proposal.createdAtMs, nowMs)}</span>;
}

function Early({ proposal }: { readonly proposal: ProposalSummary }) {
  const members = useMembersByScid();
  const nowMs = useNow(60_000);
  const order = [...members.values()].find(({ name }) => name === proposal.proposer)?.order ?? 6;
  return (
    <p className={styles.by}>
      <Avatar name={proposal.proposer} order={order} size={22} />
      <span>
        {t('governance.by', {
          name: visibleLine(proposal.proposer, 40),
          when: listTime(proposal.createdAtMs, nowMs),
        })}
      </span>
    </p>
  );
}

function Voting({ proposal }: { readonly proposal: ProposalSummary }) {
  const nowMs = useNow(30_000);
  const { sentence, detail } = proposalReason(proposal, nowMs);
  return (
    <>
      <Seats seats={useSeatLooks(proposal)} label={seatsLabel(proposal)} />
      <p className={styles.state}>
        <span>{sentence}</span>
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </p>
      <RekeyFacts proposal={proposal} />
      {proposal.needsMyVote ? <VoteChooser proposal={proposal} size="card" /> : null}
    </>
  );
}

function Decided({ proposal }: { readonly proposal: ProposalSummary }) {
  const nowMs = useNow(60_000);
  const { certificate, kind, seats, mine, state } = proposal;
  const looks = useSeatLooks(proposal);
  return (
    <>
      <div className={styles.counted}>
        <Seats seats={looks} label={seatsLabel(proposal)} size={22} />
        <span className={styles.detail}>
          {certificate
            ? t('governance.countedBy', { n: certificate.signers.length, of: seats.length })
            : proposalReason(proposal, nowMs).sentence}
        </span>
      </div>
      {state === 'expired' && mine && kind !== 'admission' && kind !== 'rekey' ? (
        <p className={styles.again}>
          <a href={routeHref('governance', proposal.id)}>{t('governance.again')}</a>
        </p>
      ) : null}
    </>
  );
}
