import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { t } from '#shared/words/translate.ts';
import { StateMark } from '../StateMark.tsx';
import styles from './RekeyFacts.module.css';

/**
 * What a change of somebody's key is, and what to heed before a vote on it: read from what was signed. Nobody but a
 * member who knows who asks can tell whether it is the owner.
 */
export function RekeyFacts({
  proposal,
}: {
  readonly proposal: Pick<ProposalSummary, 'rekey' | 'proposer' | 'needsMyVote'>;
}) {
  const { rekey, needsMyVote } = proposal;
  if (!rekey) return null;
  const names = { name: visibleLine(rekey.name, 40), proposer: visibleLine(proposal.proposer, 40) };
  return (
    <div className={styles.facts}>
      <p>{t(`recovery.rekey.${rekey.by === 'words' && rekey.lost ? 'words.lost' : rekey.by}`, names)}</p>
      {rekey.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <StateMark mark="caution" size={15} />
          <span>{t(`recovery.rekey.${warning}`, names)}</span>
        </p>
      ))}
      {needsMyVote ? <p className={styles.ask}>{t('recovery.rekey.ask', names)}</p> : null}
    </div>
  );
}
