/** A fork, a cell of a home and a departure in a plain state, to be changed by each test. */
import type { ForkProposal } from '#shared/contract/domain/fork.ts';
import type { Departure, HeldCell } from '#shared/contract/domain/held-cell.ts';

export const SAMPLE_DAY_MS = Date.UTC(2026, 4, 14, 12);
const BRANCH = { cell: 'f'.repeat(64), name: 'Maple Street 2' };
const PARENT = { cell: 'e'.repeat(64), name: 'Maple Street' };

/** bob asks the others along; `me` is the reader. */
export function sampleFork(
  change: Partial<ForkProposal> = {},
  names: readonly string[] = ['alice', 'bob', 'carol'],
  me = 'alice',
): ForkProposal {
  const members = names.map((name) => ({ scid: name, name, me: name === me, balance: 95, balanceHere: 115 }));
  return {
    ...BRANCH,
    parent: PARENT,
    founder: { scid: 'bob', name: 'bob', me: me === 'bob' },
    atMs: SAMPLE_DAY_MS,
    state: 'asked',
    over: null,
    entered: ['bob'],
    awaited: ['alice', 'carol'],
    carried: { members, trust: [], number: 14, follows: [] },
    rules: [],
    behind: { receipts: 0, mine: 0 },
    forked: [],
    removed: [],
    daysAhead: null,
    waitsFor: null,
    ...change,
  };
}

export function sampleDeparture(scid: string, change: Partial<Departure> = {}): Departure {
  return {
    ...{ scid, name: scid, me: false, to: BRANCH, isCountedOut: false },
    atMs: SAMPLE_DAY_MS - 2 * 86_400_000,
    ...change,
  };
}

/** Maple Street with five members, of whom dave is the reader. */
export function sampleHeld(change: Partial<HeldCell> = {}): HeldCell {
  const names = ['alice', 'bob', 'carol', 'dave', 'erin'];
  return {
    id: PARENT.cell,
    name: PARENT.name,
    isLive: true,
    standing: 'member',
    parent: null,
    members: names.map((name) => ({ scid: name, name, me: name === 'dave' })),
    departures: [],
    receipts: 853,
    keptUntilMs: null,
    signingBarred: null,
    use: null,
    mayCountOut: false,
    isAlone: false,
    ...change,
  };
}
