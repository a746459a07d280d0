/** Maple Street when part of it leaves: the cells of alice's home, and the forks that are proposed. */
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Carried, ForkOffer, ForkProposal, Forks } from '#shared/contract/domain/fork.ts';
import type { Departure, HeldCell } from '#shared/contract/domain/held-cell.ts';
import { says } from '#shared/protocol/saying.ts';
import { sampleHeld } from '../sample-forks.ts';
import type { FixtureState } from './fixture-node.ts';
import { NAMES, SCIDS } from './street-cell.ts';
import { proposalId } from './street-proposals.ts';

const DAY = 86_400_000;
const MAPLE = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const BRANCH = '2f'.repeat(32);
const ELM = 'e1'.repeat(32);

type Name = (typeof NAMES)[number];
const HERE: Readonly<Record<Name, number>> = { alice: 115, bob: 88, carol: 97, dave: 140, erin: 60 };
const NAMED = { cell: MAPLE, name: 'Maple Street' };
const BRANCHED = { cell: BRANCH, name: 'Maple Street 2' };

function membersNamed(names: readonly Name[]): HeldCell['members'] {
  return names.map((name) => ({ scid: SCIDS[name], name, me: name === 'alice' }));
}

function held(change: Partial<HeldCell> = {}): HeldCell {
  return sampleHeld({ id: MAPLE, members: membersNamed(NAMES), ...change });
}

function gone(
  names: readonly Name[],
  nowMs: number,
  to: Departure['to'],
  isCountedOut: boolean,
): Departure[] {
  return names.map((name, at) => ({
    scid: SCIDS[name],
    name,
    me: name === 'alice',
    to,
    atMs: nowMs - (2 * DAY + at * 3_600_000),
    isCountedOut,
  }));
}

export function sampleCarried(names: readonly Name[], late: Partial<Record<Name, number>> = {}): Carried {
  return {
    members: names.map((name) => ({
      scid: SCIDS[name],
      name,
      me: name === 'alice',
      balance: HERE[name] - (late[name] ?? 0),
      balanceHere: HERE[name],
    })),
    trust: names.flatMap((from, at) =>
      names
        .filter((to) => to !== from)
        .slice(0, 2)
        .map((to, nth) => ({
          from: SCIDS[from],
          to: SCIDS[to],
          thousandths: 910 - at * 120 - nth * 65,
        })),
    ),
    number: 14,
    follows: [],
  };
}

function proposal(founder: Name, nowMs: number, change: Partial<ForkProposal>): ForkProposal {
  return {
    ...BRANCHED,
    parent: NAMED,
    founder: { scid: SCIDS[founder], name: founder, me: founder === 'alice' },
    atMs: nowMs - 5 * 3_600_000,
    state: 'asked',
    over: null,
    entered: [founder],
    awaited: [],
    carried: sampleCarried(['alice', 'bob', 'carol'], { alice: 20 }),
    rules: [],
    behind: { receipts: 12, mine: 3 },
    forked: [],
    removed: [],
    daysAhead: null,
    waitsFor: null,
    ...change,
  };
}

const REJECTED = (nowMs: number): ForkOffer => ({
  why: 'rejected',
  about: 'P-13',
  proposal: proposalId(13),
  untilMs: nowMs + 4 * DAY,
  suggested: [SCIDS.dave],
});

/** alice is asked by bob; carol has entered. Older ones are over. */
function asked(nowMs: number): Forks {
  const over = (cell: string, why: 'newer' | 'stays', by: string): ForkProposal =>
    proposal('erin', nowMs - 9 * DAY, {
      cell: cell.repeat(32),
      name: 'Back Yards',
      state: 'over',
      over: { why, by },
      carried: sampleCarried(['alice', 'dave', 'erin']),
    });
  return {
    proposals: [
      proposal('bob', nowMs, {
        entered: ['bob', 'carol'],
        awaited: ['alice'],
        forked: ['carol'],
        daysAhead: 3,
        rules: [{ rule: 'deadlineMs', here: '86400000', there: '3600000' }],
      }),
      over('31', 'stays', 'dave'),
      over('32', 'newer', 'erin'),
    ],
    offers: [REJECTED(nowMs)],
    twice: [],
  };
}

const NONE: Forks = { proposals: [], offers: [], twice: [] };

/** The slices of a state by its name, or null where it has none of its own. */
function streetForks(name: string, nowMs: number): { cells: HeldCell[]; forks: Forks } | null {
  const branch = held({
    id: BRANCH,
    name: 'Maple Street 2',
    parent: NAMED,
    members: membersNamed(['alice', 'bob', 'carol']),
    receipts: 41,
  });
  const elm = held({
    id: ELM,
    name: 'Elm Street',
    isLive: false,
    standing: 'removed',
    members: [
      { scid: 'QmFrank', name: 'frank', me: false },
      { scid: 'QmGrace', name: 'grace', me: false },
    ],
    receipts: 2_340,
    keptUntilMs: nowMs - 3 * DAY,
  });
  switch (name) {
    case 'fork-asked':
      return { cells: [held(), elm], forks: asked(nowMs) };
    case 'fork-waits': {
      const [first, ...rest] = asked(nowMs).proposals;
      const waitsFor = says('error.barred.older');
      const waiting = { ...(first as ForkProposal), forked: [], daysAhead: null, waitsFor };
      return { cells: [held()], forks: { ...NONE, proposals: [waiting, ...rest] } };
    }
    case 'fork-entered':
      return {
        cells: [held(), { ...branch, isLive: false, standing: 'awaiting', receipts: 2 }],
        forks: {
          ...NONE,
          proposals: [
            proposal('alice', nowMs, {
              state: 'entered',
              entered: ['alice', 'bob'],
              awaited: ['dave'],
              carried: sampleCarried(['alice', 'bob', 'dave'], { alice: 20 }),
            }),
          ],
        },
      };
    case 'fork-crossed':
      return {
        cells: [held(), { ...branch, isLive: false, standing: 'member', use: 'move' }],
        forks: {
          ...NONE,
          proposals: [
            proposal('bob', nowMs, {
              state: 'crossed',
              over: { why: 'stays', by: 'carol' },
              entered: ['alice', 'bob', 'carol'],
            }),
          ],
        },
      };
    case 'fork-moved':
      return {
        cells: [
          branch,
          held({
            isLive: false,
            standing: 'leaving',
            departures: gone(['alice', 'bob', 'carol'], nowMs, BRANCHED, false),
            keptUntilMs: nowMs + 28 * DAY,
            use: 'back',
          }),
          elm,
        ],
        forks: {
          ...NONE,
          proposals: [proposal('bob', nowMs, { state: 'alive', entered: ['alice', 'bob', 'carol'] })],
        },
      };
    case 'fork-alone':
      return {
        cells: [
          { ...branch, members: membersNamed(['alice']), isAlone: true },
          held({ isLive: false, standing: 'leaving', use: 'back', keptUntilMs: nowMs + 28 * DAY }),
        ],
        forks: NONE,
      };
    case 'fork-left':
      return {
        cells: [
          held({
            departures: gone(['bob', 'carol', 'erin'], nowMs, BRANCHED, false),
            mayCountOut: true,
          }),
        ],
        forks: NONE,
      };
    case 'fork-left-out':
      return {
        cells: [
          held({
            members: membersNamed(['alice', 'dave']),
            departures: [
              ...gone(['bob', 'carol'], nowMs, BRANCHED, true),
              ...gone(['erin'], nowMs, null, true),
            ],
          }),
        ],
        forks: NONE,
      };
    case 'fork-twice':
      return {
        cells: [held()],
        forks: {
          proposals: [],
          offers: [
            { ...REJECTED(nowMs), why: 'twice', about: 'P-14', untilMs: null, suggested: [SCIDS.bob] },
            { why: 'quorum', about: '', proposal: null, untilMs: null, suggested: [SCIDS.bob, SCIDS.dave] },
            { why: 'full', about: 'heidi', proposal: null, untilMs: null, suggested: [] },
          ],
          twice: [
            {
              slot: `proposal/${proposalId(14)}`,
              label: 'P-14',
              proposal: proposalId(14),
              choices: [
                { key: 'key-passed', outcome: 'passed' },
                { key: 'key-failed', outcome: 'failed' },
              ],
            },
          ],
        },
      };
    default:
      return null;
  }
}

/** The state with the cells of its home: those of its name, or the one that it has. */
export function withCells<State extends FixtureState>(state: State, name: string, nowMs: number): State {
  const { cell } = state.slices;
  const told = streetForks(name, nowMs);
  if (!cell) return state;
  if (!told) return { ...state, slices: { ...state.slices, cells: [onlyCell(cell)] } };
  const [live] = told.cells;
  const members = cell.members.filter(({ scid }) => live?.members.some((one) => one.scid === scid));
  const shown = live ? { ...cell, id: live.id, name: live.name, receipts: live.receipts, members } : cell;
  return { ...state, slices: { ...state.slices, ...told, cell: shown } };
}

function onlyCell({ id, name, receipts, members }: Cell): HeldCell {
  const shown = members.map(({ scid, name: called, me }) => ({ scid, name: called, me }));
  const standing = members.some(({ me }) => me) ? 'member' : 'removed';
  return held({ id, name, receipts, members: shown, standing });
}
