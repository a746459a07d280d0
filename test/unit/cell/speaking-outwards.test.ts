/** What a node says and attests by itself of what its cell tells others. */
import { expect, test } from 'vitest';
import type { StatementBody } from '#shared/protocol/bridges/bodies.ts';
import { DAY_MS, HOUR_MS } from '#shared/protocol/limits.ts';
import {
  attestStatements,
  NOTHING_ATTESTED,
} from '../../../electron/node/cell/reactions/attest-statements.ts';
import type { ReactionState } from '../../../electron/node/cell/reactions/reaction.ts';
import { NOTHING_DUE, stateOutwards } from '../../../electron/node/cell/reactions/state-outwards.ts';
import { bridgedCells, said, standingStatement, trustStatement } from '../../support/cell/bridged-cells.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import { scid } from '../../support/cell/feed-writer.ts';
import { digestsOf, LIST, trio } from '../../support/cell/issuing-cell.ts';
import { type KeyedMember, keyedCell } from '../../support/cell/keyed-cell.ts';

const ALL = ['alice', 'bob', 'carol'].map(scid);

/** `stored`: when an entry came, ms; default: at 0. */
function stateOf(member: KeyedMember, nowMs: number, stored: Record<string, number> = {}): ReactionState {
  const { book, author: me, head } = member;
  return { book, me, head, tips: member.ahead(), nowMs, storedAtMs: (hash) => stored[hash] ?? 0 };
}

function wished(member: KeyedMember, nowMs: number, online: readonly string[], due = NOTHING_DUE) {
  const { wishes, memory, wakeAtMs } = stateOutwards(stateOf(member, nowMs), due, online);
  const about = wishes.map((wish) => (wish.do === 'write' ? (wish.body as StatementBody).about : wish.do));
  return { about, memory, wakeAtMs };
}

test('the first in order who is online says it, an hour later the next one, until all who are online attest it', () => {
  const { maple, elm } = bridgedCells();
  const [alice, bob, carol] = maple;
  expect(wished(alice, 0, ALL).about).toEqual(['trust', 'standing']);
  const waiting = wished(bob, 0, ALL);
  expect(waiting).toMatchObject({ about: [], wakeAtMs: HOUR_MS });
  expect(wished(bob, HOUR_MS, ALL, waiting.memory).about).toEqual(['trust', 'standing']);
  expect(wished(carol, HOUR_MS, ALL, wished(carol, 0, ALL).memory)).toMatchObject({ wakeAtMs: 2 * HOUR_MS });
  // With alice away bob is the first.
  expect(wished(bob, 0, ALL.slice(1)).about).toEqual(['trust', 'standing']);
  said([alice, bob, carol], elm[0], 0, [alice, bob]);
  expect(wished(alice, 0, ALL).about).toEqual(['standing']);
  expect(wished(bob, HOUR_MS, ALL, waiting.memory).about).toEqual(['trust', 'standing']);
  // carol does not attest it, and is away: it is said.
  expect(wished(bob, HOUR_MS, ALL.slice(0, 2), waiting.memory).about).toEqual(['standing']);
  expect(wished(alice, 7 * DAY_MS, ALL).about).toEqual(['trust', 'standing']);
});

test('nothing is said without a bridge, nor once its day is over', () => {
  const { maple } = bridgedCells(3);
  expect(wished(maple[0], 3 * DAY_MS, ALL).about).toEqual(['trust', 'standing']);
  expect(wished(maple[0], 4 * DAY_MS, ALL).about).toEqual([]);
});

test('of itself it speaks while something was issued, anew once something is revoked, and a day after an issue', () => {
  const [alice, bob, carol] = trio();
  const all = [alice, bob, carol];
  const attested = (writer: KeyedMember, day: number): void => {
    const statement = writer.write('statement', standingStatement(writer, day), day * DAY_MS);
    meet(all);
    for (const member of all) member.write('attest', { statement: statement.hash }, day * DAY_MS);
    meet(all);
  };
  expect(wished(alice, 0, ALL).about).toEqual([]);
  bob.write('issue', { list: LIST, index: 1, digests: digestsOf(1) });
  meet(all);
  expect(wished(alice, 0, ALL).about).toEqual(['standing']);
  attested(alice, 0);
  expect(all.map((member) => wished(member, 0, ALL).about)).toEqual([[], [], []]);
  bob.write('issue', { list: LIST, index: 2, digests: digestsOf(2) });
  meet(all);
  // What was issued since is told tomorrow.
  expect(wished(alice, 0, ALL).about).toEqual([]);
  expect(wished(alice, DAY_MS, ALL).about).toEqual(['standing']);
  bob.write('revoke', { index: 1 });
  meet(all);
  // alice has spoken that day, so the next one does, at once.
  expect(all.map((member) => wished(member, 0, ALL).about)).toEqual([[], ['standing'], []]);
  attested(bob, 0);
  expect(all.map((member) => wished(member, 0, ALL).about)).toEqual([[], [], []]);
  // Nothing that was issued here is valid any more.
  expect(wished(alice, 732 * DAY_MS, ALL).about).toEqual([]);
});

test('who is the only one that wrote lets another speak', () => {
  const [alice, bob] = keyedCell('alice', 'bob') as [KeyedMember, KeyedMember];
  alice.write('issue', { list: LIST, index: 1, digests: digestsOf(1) }, 9 * DAY_MS);
  bob.syncFrom(alice);
  const both = ALL.slice(0, 2);
  expect([alice, bob].map((member) => wished(member, 9 * DAY_MS, both).about)).toEqual([[], ['standing']]);
});

test('what somebody has said is not said again by the first in order before there was time to attest it', () => {
  const [alice, bob, carol] = trio();
  alice.write('issue', { list: LIST, index: 1, digests: digestsOf(1) });
  meet([alice, bob, carol]);
  bob.write('statement', standingStatement(bob, 0));
  alice.syncFrom(bob);
  expect(wished(alice, 0, ALL)).toMatchObject({ about: [], wakeAtMs: HOUR_MS });
});

test('a statement is attested once, by its writer too, unless it leaves out what was here a day before it', () => {
  const { maple, elm } = bridgedCells();
  const [alice, bob, carol] = maple;
  const left = bob.write('endorse', { member: scid('carol'), strength: 500 });
  carol.syncFrom(bob);
  const statement = alice.write('statement', { ...trustStatement(alice, elm[0], 0) });
  carol.syncFrom(alice);
  const attests = (member: KeyedMember, cameMs: number, leftMs: number, nowMs = cameMs) =>
    attestStatements(
      stateOf(member, nowMs, { [statement.hash]: cameMs, [left.hash]: leftMs }),
      NOTHING_ATTESTED,
    ).wishes.length;
  expect(attests(carol, DAY_MS, 1)).toBe(1);
  expect(attests(carol, DAY_MS, 0)).toBe(0);
  expect(attests(alice, DAY_MS, 0)).toBe(1);
  // Too old, and too far ahead.
  expect(attests(alice, 7 * DAY_MS, 0)).toBe(1);
  expect(attests(alice, 8 * DAY_MS, 0)).toBe(0);
  alice.write('attest', { statement: statement.hash });
  expect(attests(alice, DAY_MS, 0)).toBe(0);
  meet([...maple]);
});
