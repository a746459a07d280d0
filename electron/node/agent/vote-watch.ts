import type { ProposalState, ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { LifeEvent } from './life-stimuli.ts';

export type SeenVote = Pick<ProposalSummary, 'id' | 'label' | 'state'>;

/** What a watch looks at: as a rule a few of many proposals. */
export interface Votes {
  /** Those that are voted on now. */
  readonly open: readonly SeenVote[];
  /** How one stands that was voted on; null where it is not here any more. */
  readonly standing: (id: string) => SeenVote | null;
}

const DECIDED: ReadonlySet<ProposalState> = new Set(['passed', 'failed', 'expired']);

/**
 * Notices votes that are called, and those of them that are decided. What was so at the first look is no news, nor is
 * the history that a newcomer gets.
 */
export class VoteWatch {
  #open: ReadonlySet<string> | null = null;

  look({ open, standing }: Votes): LifeEvent[] {
    const before = this.#open;
    const now = new Set(open.map(({ id }) => id));
    this.#open = now;
    if (before === null) return [];
    const called = open.filter(({ id }) => !before.has(id));
    const decided = [...before]
      .filter((id) => !now.has(id))
      .flatMap((id) => standing(id) ?? [])
      .filter(({ state }) => DECIDED.has(state));
    return [
      ...called.map(({ label }): LifeEvent => ({ kind: 'vote-called', proposal: label })),
      ...decided.map(({ label }): LifeEvent => ({ kind: 'vote-decided', proposal: label })),
    ];
  }
}
