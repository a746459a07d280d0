import type { ProposalState, ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { LifeEvent } from './life-stimuli.ts';

type Seen = Pick<ProposalSummary, 'id' | 'label' | 'state'>;

const DECIDED: ReadonlySet<ProposalState> = new Set(['passed', 'failed', 'expired']);
const OPEN: ReadonlySet<ProposalState> = new Set(['voting', 'closing']);

/**
 * Notices votes that are called, and those of them that are decided. What was so at the first look is no news, nor is
 * the history that a newcomer gets.
 */
export class VoteWatch {
  #states: ReadonlyMap<string, ProposalState> | null = null;

  look(proposals: readonly Seen[]): LifeEvent[] {
    const before = this.#states;
    this.#states = new Map(proposals.map(({ id, state }) => [id, state]));
    if (before === null) return [];
    return proposals.flatMap(({ id, label, state }): LifeEvent[] => {
      const was = before.get(id);
      const wasOpen = was !== undefined && OPEN.has(was);
      if (OPEN.has(state) && !wasOpen) return [{ kind: 'vote-called', proposal: label }];
      return DECIDED.has(state) && wasOpen ? [{ kind: 'vote-decided', proposal: label }] : [];
    });
  }
}
