import type { ForkOffer, ForkProposal } from '#shared/contract/domain/fork.ts';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { waitsForMe } from '#shared/words/reasons/fork-words.ts';
import { type DepartureGroup, departureGroups } from '#shared/words/reasons/held-cell-words.ts';

export interface ForkNeeds {
  /** Asked, alive against a withdrawal, waiting for others; then those that began to live and were not read yet. */
  readonly forks: readonly ForkProposal[];
  /** Who left, unless it was put away. */
  readonly departed: readonly DepartureGroup[];
  /** What keeps the cell from deciding, and is offered a way out of. */
  readonly offers: readonly ForkOffer[];
  readonly live: HeldCell | null;
}

/** By this a fork that lives is put away. */
export function newsOf({ cell }: Pick<ForkProposal, 'cell'>): string {
  return `alive ${cell}`;
}

const RANK: Partial<Record<ForkProposal['state'], number>> = { crossed: 0, asked: 1, entered: 2, alive: 3 };

/** What of forks waits for the operator, or happened while nobody looked. */
export function forkNeedsOf(
  { cells, forks, cell }: Pick<Slices, 'cells' | 'forks' | 'cell'>,
  isRead: (key: string) => boolean,
): ForkNeeds {
  const live = cells.find(({ isLive }) => isLive) ?? null;
  // Who left before this member came is no news to it.
  const sinceMs = cell?.members.find(({ me }) => me)?.joinedAtMs ?? 0;
  const shown = forks.proposals
    .filter((fork) => RANK[fork.state] !== undefined)
    .filter((fork) => fork.state !== 'alive' || (fork.cell === live?.id && !isRead(newsOf(fork))))
    .sort((one, other) => (RANK[one.state] ?? 0) - (RANK[other.state] ?? 0));
  return {
    forks: shown,
    departed: live ? departureGroups(live).filter(({ key, atMs }) => atMs >= sinceMs && !isRead(key)) : [],
    offers: forks.offers.filter(({ why }) => why === 'twice' || why === 'quorum'),
    live,
  };
}

/** Those that only the operator's word ends. */
export function waitingForkCount({ forks }: Partial<Pick<Slices, 'forks'>>): number {
  return (forks?.proposals ?? []).filter(waitsForMe).length;
}
