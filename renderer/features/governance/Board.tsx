import { useRef } from 'react';
import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { COLUMNS, columnOf } from '#shared/contract/domain/proposal-column.ts';
import { t } from '#shared/words/translate.ts';
import { TextButton } from '../../components/Button.tsx';
import { moveInList } from '../../state/keyboard.ts';
import { useRoving } from '../../state/use-roving.ts';
import styles from './Governance.module.css';
import { ProposalCard } from './ProposalCard.tsx';

/** Decisions that the board shows; the list has all of them. */
const DECIDED_SHOWN = 5;

export function Board({
  proposals,
  counts,
  onOlder,
}: {
  readonly proposals: readonly ProposalSummary[];
  /** Of all there are; the board has the most urgent. */
  readonly counts: ProposalCounts;
  readonly onOlder: () => void;
}) {
  const board = useRef<HTMLDivElement>(null);
  const settle = useRoving(board);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the cards, whose links take the focus
    <div
      ref={board}
      data-list=""
      className={styles.board}
      onFocus={(event) => {
        if (event.target.matches('[data-item]')) settle(event.target);
      }}
      onKeyDown={(event) => {
        if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-item]')) return;
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step !== 0 && moveInList(step)) event.preventDefault();
      }}
    >
      {COLUMNS.map((column) => {
        const all = proposals.filter((one) => columnOf(one) === column);
        const shown = column === 'decided' ? all.slice(0, DECIDED_SHOWN) : all;
        return (
          <section key={column} className={styles.column} aria-labelledby={`column-${column}`}>
            <h2 id={`column-${column}`} className={styles.columnTitle}>
              {t(`empty.governance.${column}`)} <span>{counts[column]}</span>
            </h2>
            {shown.map((proposal) => (
              <ProposalCard key={proposal.id} proposal={proposal} />
            ))}
            {counts[column] === 0 ? <p className={styles.none}>{t(`governance.column.${column}`)}</p> : null}
            {counts[column] > shown.length ? (
              <p>
                <TextButton onClick={onOlder}>
                  {t(column === 'decided' ? 'governance.older' : 'governance.moreHere', {
                    n: counts[column] - shown.length,
                  })}
                </TextButton>
              </p>
            ) : null}
          </section>
        );
      })}
    </div>
  );
}
