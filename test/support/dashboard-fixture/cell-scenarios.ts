/** States of a cell, from nobody to seven, besides the states of scenarios.ts. */

import type { Cell, Joining, JoinRequest } from '#shared/contract/domain/cell.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { RecoveryRequest } from '#shared/contract/domain/recovery.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { told } from '#shared/contract/errors.ts';
import { says, sentences } from '#shared/protocol/saying.ts';
import type { FixtureState } from './fixture-node.ts';
import { scenario } from './scenarios.ts';
import { ME } from './street.ts';
import {
  SCIDS,
  streetCell,
  streetHoldings,
  streetPasses,
  streetPassHours,
  streetReceipts,
} from './street-cell.ts';

export const WORDS = ['amber', 'canoe', 'north', 'violet', 'seven', 'kettle'];
const MINUTE = 60_000;

function asking(nowMs: number): JoinRequest[] {
  return [
    {
      scid: 'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n',
      name: 'frank',
      inviter: 'alice',
      words: WORDS,
      compared: false,
      clockAheadMs: null,
      receivedAtMs: nowMs - 2 * MINUTE,
      state: 'asking',
      ballot: null,
      waitsFor: [],
      needed: 0,
      untilMs: null,
      answered: false,
    },
    {
      scid: 'QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn',
      name: 'grace',
      inviter: 'erin',
      words: null,
      compared: true,
      clockAheadMs: null,
      receivedAtMs: nowMs - 20 * MINUTE,
      state: 'voting',
      ballot: 'b'.repeat(64),
      waitsFor: ['carol', 'dave'],
      needed: 2,
      untilMs: nowMs + 40 * MINUTE,
      answered: false,
    },
  ];
}

function joining(nowMs: number, change: Partial<Joining>): Partial<Slices> {
  return {
    joining: {
      cellName: 'Maple Street',
      inviter: 'erin',
      words: WORDS,
      state: 'comparing',
      standing: { compared: true, state: 'asking', ballot: null, clockAheadMs: null },
      trouble: null,
      sinceMs: nowMs - MINUTE,
      ...change,
    },
  };
}

/** bob, on a computer that he bought since. */
function returning(nowMs: number): RecoveryRequest {
  return {
    id: 'r1',
    scid: SCIDS.bob,
    name: 'bob',
    by: 'words',
    lost: true,
    words: WORDS,
    compared: true,
    receivedAtMs: nowMs - 2 * MINUTE,
    state: 'asking',
    ballot: null,
    waitsFor: [],
    needed: 0,
    untilMs: null,
    answered: false,
  };
}

/** The state of that name, or null where scenarios.ts has it. */
export function cellScenario(name: string, nowMs: number): FixtureState | null {
  const street = scenario('street', nowMs);
  const cell = streetCell(streetReceipts(nowMs), nowMs);
  const inCell = (change: Partial<Cell> = {}, slices: Partial<Slices> = {}): FixtureState => ({
    ...street,
    slices: {
      ...street.slices,
      cell: { ...cell, ...change },
      holdings: streetHoldings(nowMs),
      passes: streetPasses(nowMs),
      passHours: streetPassHours(nowMs),
      ...slices,
    },
  });
  const alone = (slices: Partial<Slices>): FixtureState => ({
    messages: [],
    slices: { ...INITIAL_SLICES, phase: 'running', me: ME, settings: street.slices.settings, ...slices },
  });
  const founded: Cell = { ...cell, epoch: 0, receipts: 1, members: cell.members.slice(0, 1) };
  const two: Cell = { ...cell, members: cell.members.slice(0, 2) };
  const seventh = (order: number, called: string) => ({
    ...(cell.members[1] as Cell['members'][number]),
    scid: `${SCIDS.bob.slice(0, -1)}${order}`,
    did: `did:key:z6Mk${called}`,
    name: called,
    order,
  });
  switch (name) {
    case 'cell':
      return inCell();
    case 'words':
      return inCell({}, { recoveryWords: { state: 'here', remindAtMs: null } });
    case 'words-forgotten':
      return inCell({}, { recoveryWords: { state: 'forgotten', remindAtMs: null } });
    case 'recovery-asked':
      return inCell({ recoveryRequests: [returning(nowMs)] });
    case 'recovering':
      return alone({
        recovering: {
          cellName: null,
          name: null,
          inviter: null,
          words: null,
          state: 'words',
          standing: null,
          trouble: null,
          sinceMs: nowMs - MINUTE,
        },
      });
    case 'old-key':
      return inCell({ signingBarred: says('error.barred.keyChanged') });
    case 'cell-asked':
      return inCell({ joinRequests: asking(nowMs) });
    case 'cell-barred':
      return inCell({
        signingBarred: sentences([
          says('error.barred.older'),
          says('error.barred.untilAnswered', { names: { names: ['bob'] }, n: 1 }),
        ]),
      });
    case 'cell-forked':
      return inCell({ forked: ['bob'] });
    case 'cell-full':
      return inCell(
        { members: [...cell.members, seventh(5, 'frank'), seventh(6, 'grace')] },
        {
          peers: [
            ...street.slices.peers,
            ...[seventh(5, 'frank'), seventh(6, 'grace')].map(({ did, name: called, order }) => ({
              ...(street.slices.peers[3] as Slices['peers'][number]),
              did,
              name: called,
              order,
            })),
          ],
        },
      );
    case 'cell-two':
      return inCell(two, { peers: street.slices.peers.slice(0, 1) });
    case 'cell-alone':
      return alone({ cell: founded });
    case 'joining-connecting':
      return alone(
        joining(nowMs, {
          state: 'connecting',
          cellName: null,
          inviter: null,
          words: null,
          standing: null,
          trouble: told(says('error.join.connecting')),
        }),
      );
    case 'joining':
      return alone(joining(nowMs, {}));
    case 'joining-waiting':
      return alone(joining(nowMs, { state: 'waiting' }));
    case 'joining-refused':
      return alone(
        joining(nowMs, {
          state: 'refused',
          standing: null,
          trouble: told(says('error.cell.invitationExpired')),
        }),
      );
    default:
      return null;
  }
}
