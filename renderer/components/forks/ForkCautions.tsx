import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import { forkCautions } from '#shared/words/reasons/fork-words.ts';
import { StateMark } from '../StateMark.tsx';
import styles from './Forks.module.css';

/** What somebody who is asked along should know before it answers. */
export function ForkCautions({ fork }: { readonly fork: ForkProposal }) {
  return forkCautions(fork).map((caution) => (
    <p key={caution} className={styles.caution}>
      <StateMark mark="caution" size={14} />
      <span dir="auto">{caution}</span>
    </p>
  ));
}
