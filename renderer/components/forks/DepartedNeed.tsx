import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import {
  type DepartureGroup,
  departureDetail,
  departureLine,
} from '#shared/words/reasons/held-cell-words.ts';
import { markRead } from '../../state/read-news.ts';
import { DepartedActions } from './DepartedActions.tsx';
import styles from './Forks.module.css';

/** Who left while nobody looked, on Overview: it stays until it is put away. */
export function DepartedNeed({ live, group }: { readonly live: HeldCell; readonly group: DepartureGroup }) {
  return (
    <article className={styles.need}>
      <h3 dir="auto">{departureLine(group)}</h3>
      <p className={styles.text} dir="auto">
        {departureDetail(group, live)}
      </p>
      <DepartedActions live={live} group={group} onRead={() => markRead(group.key)} />
    </article>
  );
}
