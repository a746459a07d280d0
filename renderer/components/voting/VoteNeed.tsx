import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { t } from '#shared/words/translate.ts';
import { useNow } from '../../state/now.ts';
import { routeHref } from '../../state/routes.ts';
import { Seats } from '../Seats.tsx';
import { Tag } from '../Tag.tsx';
import { KindTag } from './KindTag.tsx';
import { RekeyFacts } from './RekeyFacts.tsx';
import { seatsLabel, whoVoted } from './seat-words.ts';
import { useSeatLooks } from './use-proposals.ts';
import { VoteChooser } from './VoteChooser.tsx';
import styles from './VoteNeed.module.css';

/** A vote that waits, given on Overview in place: the same two clicks. */
export function VoteNeed({ proposal }: { readonly proposal: ProposalSummary }) {
  const nowMs = useNow(30_000);
  const seats = useSeatLooks(proposal);
  const { sentence, detail } = proposalReason(proposal, nowMs);
  // Of a key it is said with how it changes.
  const proposer = proposal.rekey
    ? ''
    : t('governance.need.proposes', { name: visibleLine(proposal.proposer, 40) });
  return (
    <article className={styles.need}>
      <p className={styles.head}>
        <span className={styles.label}>{proposal.label}</span>
        <KindTag kind={proposal.kind} />
        <Tag tone="accent">{t('governance.missing')}</Tag>
      </p>
      <h3 className={styles.title} dir="auto">
        {proposalTitle(proposal)}
      </h3>
      <p className={styles.text}>{`${proposer} ${sentence}. ${detail ?? ''}`.trim()}</p>
      <RekeyFacts proposal={proposal} />
      <p className={styles.seats}>
        <Seats seats={seats} label={seatsLabel(proposal)} size={24} />
        <span aria-hidden="true">{whoVoted(proposal)}</span>
      </p>
      <div className={styles.actions}>
        <VoteChooser proposal={proposal} size="row" />
        <a href={routeHref('governance', proposal.id)} className={styles.read}>
          {t('governance.need.read')}
        </a>
      </div>
    </article>
  );
}
