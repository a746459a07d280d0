import type { ProposalPage, ProposalQuery, ProposalSummary } from '#shared/contract/domain/governance.ts';
import { columnOf } from '#shared/contract/domain/proposal-column.ts';

/** Of these the newest decisions have a part of their own, however much is open. */
const DECIDED_SHARE = 0.2;

/** Those that matter most, in the order in which they came: what waits for the operator, what is open, what was decided last. */
export class MostUrgent {
  readonly #limit: number;
  #all: readonly ProposalSummary[] = [];
  #chosen: ProposalSummary[] = [];
  /** In the order in which they came, and by when they were decided: a vote that decides nothing changes neither. */
  #decided: readonly ProposalSummary[] = [];
  #newest: readonly ProposalSummary[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  of(all: readonly ProposalSummary[]): ProposalSummary[] {
    if (all !== this.#all) this.#chosen = this.#choose(all);
    this.#all = all;
    return this.#chosen;
  }

  #choose(all: readonly ProposalSummary[]): ProposalSummary[] {
    const limit = this.#limit;
    if (all.length <= limit) return [...all];
    const pending: ProposalSummary[] = [];
    const decided: ProposalSummary[] = [];
    for (const one of all) (columnOf(one) === 'decided' ? decided : pending).push(one);
    const forDecided = Math.max(Math.floor(limit * DECIDED_SHARE), limit - pending.length);
    const kept = new Set(this.#byDecision(decided).slice(0, forDecided));
    const urgent = pending.sort((a, b) => urgency(b) - urgency(a)).slice(0, limit - kept.size);
    const chosen = new Set([...urgent, ...kept]);
    return all.filter((one) => chosen.has(one));
  }

  #byDecision(decided: readonly ProposalSummary[]): readonly ProposalSummary[] {
    const before = this.#decided;
    if (decided.length === before.length && decided.every((one, at) => one === before[at]))
      return this.#newest;
    this.#decided = decided;
    this.#newest = decided.toSorted(
      (a, b) => (b.decidedAtMs ?? b.createdAtMs) - (a.decidedAtMs ?? a.createdAtMs),
    );
    return this.#newest;
  }
}

/** The greater, the more it presses: the operator's vote by its deadline, then votes, reviews, drafts. */
function urgency({ needsMyVote, deadlineAtMs, state }: ProposalSummary): number {
  if (needsMyVote) return 3 + 1 / (1 + (deadlineAtMs ?? Number.MAX_SAFE_INTEGER));
  if (state === 'voting' || state === 'closing') return 2;
  return state === 'review' ? 1 : 0;
}

/** A page of those that a query asks for, in the order given. */
export function proposalPage(all: readonly ProposalSummary[], query: ProposalQuery): ProposalPage {
  const words = (query.text ?? '').toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
  const found = all.filter(
    (one) => isWanted(one, query.which) && words.every((word) => searched(one, query.called).includes(word)),
  );
  const from = query.after === undefined ? 0 : found.findIndex(({ id }) => id === query.after) + 1;
  const proposals = found.slice(from, from + (query.limit ?? found.length));
  return { proposals, total: found.length, more: from + proposals.length < found.length };
}

function isWanted(proposal: ProposalSummary, which: ProposalQuery['which']): boolean {
  if (which === 'mine') return proposal.needsMyVote;
  if (which === 'open') return columnOf(proposal) !== 'decided';
  return which !== 'decided' || columnOf(proposal) === 'decided';
}

function searched(
  { label, title, auto, proposer }: ProposalSummary,
  called: ProposalQuery['called'],
): string {
  const shown = (auto && called?.[auto.code]) ?? '';
  return `${label} ${title} ${shown} ${proposer}`.toLocaleLowerCase('en');
}
