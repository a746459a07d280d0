import { columnOf } from '#shared/contract/domain/proposal-column.ts';
import { t } from '#shared/words/translate.ts';
import { useNode } from '../../state/context.tsx';
import styles from './ProposalForms.module.css';

/** Members and rules are decided in one slot: said where another ballot runs for it already. */
export function OneAtATime() {
  const rival = useNode((node) =>
    node.proposals.find((one) => one.kind !== 'proposal' && columnOf(one) === 'voting'),
  );
  if (!rival) return null;
  return <p className={styles.hint}>{t('governance.oneAtATime', { label: rival.label })}</p>;
}
