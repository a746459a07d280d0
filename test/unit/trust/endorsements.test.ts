import { describe, expect, it } from 'vitest';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { EndorsementDays } from '#shared/protocol/trust/endorsement-day.ts';
import { countedEndorsements } from '#shared/protocol/trust/endorsements.ts';
import { DID_LOG, type FeedWriter, scid } from '../../support/cell/feed-writer.ts';
import { cellFoundedAt, cellOf, decide, folded, meet, propose } from '../../support/cell/trust-cell.ts';

const DAY_MS = 86_400_000;

function endorse(from: FeedWriter, member: string, strength: number, at = 0): GraphNode {
  return from.write('endorse', { member: scid(member), strength }, at);
}

function counted(writer: FeedWriter): [string, string, number][] {
  const { within, epoch } = folded(writer);
  const nameOf = (member: string): string => epoch.members.find((one) => one.scid === member)?.alias ?? '?';
  return countedEndorsements(writer.book, within, epoch).map(({ source, target, strength }) => [
    nameOf(source),
    nameOf(target),
    strength,
  ]);
}

function dayOf(writer: FeedWriter, node: GraphNode): number {
  const { within, epoch } = folded(writer);
  return new EndorsementDays(writer.graph, within, epoch).dayOf(node);
}

describe('endorsements', () => {
  it('add up, are kept in the state of the cell, and are ordered by target and source', () => {
    const [alice, bob, carol] = cellOf('alice', 'bob', 'carol') as [FeedWriter, FeedWriter, FeedWriter];
    endorse(carol, 'bob', 300);
    endorse(alice, 'carol', 1000);
    const first = endorse(alice, 'bob', 200);
    const second = endorse(alice, 'bob', 250);
    meet(alice, bob, carol);
    const expected = [first, second].sort((a, b) => (a.hash < b.hash ? -1 : 1));
    expect(counted(bob)).toEqual([
      ...expected.map(({ entry }) => ['alice', 'bob', entry.body.strength]),
      ['carol', 'bob', 300],
      ['alice', 'carol', 1000],
    ]);
    expect(foldCell(bob.book)?.endorsements).toHaveLength(4);
  });

  it('are withdrawn by a strength of 0, together, and can be given anew', () => {
    const [alice, bob, carol] = cellOf('alice', 'bob', 'carol') as [FeedWriter, FeedWriter, FeedWriter];
    endorse(alice, 'bob', 200);
    endorse(alice, 'bob', 300);
    endorse(alice, 'carol', 400);
    endorse(alice, 'bob', 0);
    endorse(carol, 'bob', 100);
    meet(alice, bob, carol);
    expect(counted(bob)).toEqual([
      ['carol', 'bob', 100],
      ['alice', 'carol', 400],
    ]);
    endorse(alice, 'bob', 500);
    expect(counted(alice)).toContainEqual(['alice', 'bob', 500]);
    expect(counted(alice)).toHaveLength(3);
  });

  it.each([
    ['oneself', { member: scid('alice'), strength: 500 }, 'itself'],
    ['a stranger', { member: scid('mallory'), strength: 500 }, 'not a member'],
    ['with more than a full one', { member: scid('bob'), strength: 1001 }, 'strength'],
    ['with less than nothing', { member: scid('bob'), strength: -1 }, 'strength'],
    ['with a word too many', { member: scid('bob'), strength: 1, why: 'friend' }, 'not understood'],
  ])('of %s are invalid', (_whom, body, reason) => {
    const [alice] = cellOf('alice', 'bob') as [FeedWriter, FeedWriter];
    const node = alice.write('endorse', body);
    expect(alice.book.verdict(node)).toMatchObject({ valid: false, reason: expect.stringContaining(reason) });
    expect(counted(alice)).toEqual([]);
  });

  it('of a former member count up to its end, and those by others stay for its return', () => {
    const [alice, bob, carol] = cellOf('alice', 'bob', 'carol') as [FeedWriter, FeedWriter, FeedWriter];
    endorse(carol, 'bob', 100);
    endorse(alice, 'carol', 700);
    meet(alice, bob, carol);
    const end = carol.head?.hash as string;
    decide([alice, bob], propose(alice, 2, { type: 'remove', scid: scid('carol'), end }).hash);
    endorse(carol, 'alice', 1000);
    endorse(carol, 'bob', 0);
    meet(alice, bob, carol);
    expect(
      counted(alice)
        .map(([, , strength]) => strength)
        .sort(),
    ).toEqual([100, 700]);
    expect(alice.book.verdict(endorse(alice, 'carol', 1))).toMatchObject({ valid: false });
    const back = { type: 'admit', scid: scid('carol'), alias: 'carol', didLog: DID_LOG };
    decide([alice, bob], propose(alice, 3, back).hash);
    expect(counted(bob)).toContainEqual(['alice', 'carol', 700]);
  });
});

describe('the day of an endorsement', () => {
  it('is its own, until another member has seen it at an earlier hour: a clock ahead keeps nothing fresh', () => {
    const [alice, bob, carol] = cellOf('alice', 'bob', 'carol') as [FeedWriter, FeedWriter, FeedWriter];
    const node = endorse(alice, 'bob', 1000, 500 * DAY_MS);
    alice.write('note', { text: 'her own entries do not count' }, 3 * DAY_MS);
    expect(dayOf(alice, node)).toBe(500);
    carol.write('note', { text: 'has not seen it' }, 2 * DAY_MS);
    bob.syncFrom(alice);
    bob.write('note', { text: 'has seen it' }, 90 * DAY_MS);
    meet(alice, bob, carol);
    expect(dayOf(alice, node)).toBe(90);
    carol.write('note', { text: 'has seen it too' }, 80 * DAY_MS);
    bob.syncFrom(carol);
    bob.write('note', { text: 'a clock that was set back' }, 85 * DAY_MS);
    meet(alice, bob, carol);
    expect([alice, bob, carol].map((writer) => dayOf(writer, node))).toEqual([80, 80, 80]);
  });

  it('is not moved by a clock that lost its setting, or for ever by one who was removed', () => {
    const founded = 100 * DAY_MS;
    const cell = cellFoundedAt(founded, 'alice', 'bob', 'carol') as [FeedWriter, FeedWriter, FeedWriter];
    const [alice, bob, carol] = cell;
    const node = endorse(alice, 'bob', 1000, 200 * DAY_MS);
    carol.syncFrom(alice);
    carol.write('note', { text: 'the battery was empty' }, 5 * DAY_MS);
    meet(...cell);
    expect(dayOf(bob, node)).toBe(200);
    carol.write('note', { text: 'sabotage' }, founded);
    meet(...cell);
    expect(dayOf(bob, node)).toBe(100);
    const end = carol.head?.hash as string;
    const removal = propose(alice, 2, { type: 'remove', scid: scid('carol'), end }, 210 * DAY_MS);
    decide([alice, bob], removal.hash, 210 * DAY_MS);
    expect(dayOf(bob, node)).toBe(200);
  });

  it('passes over the own clock that lost its setting, too, and takes any time that an entry can have', () => {
    const founded = 100 * DAY_MS;
    const cell = cellFoundedAt(founded, 'alice', 'bob', 'carol') as [FeedWriter, FeedWriter, FeedWriter];
    const [alice, bob] = cell;
    const early = endorse(alice, 'bob', 500, 1);
    const justBefore = endorse(alice, 'bob', 100, founded - 1);
    const huge = endorse(alice, 'bob', 300, Number.MAX_SAFE_INTEGER);
    // Nobody else has seen them: the day of the founding, and the day that it says.
    expect([early, justBefore].map((node) => dayOf(alice, node))).toEqual([100, 100]);
    expect(dayOf(alice, huge)).toBe(Math.floor(Number.MAX_SAFE_INTEGER / DAY_MS));
    meet(...cell);
    bob.write('note', { text: 'has seen them' }, 120 * DAY_MS);
    meet(...cell);
    expect([early, justBefore, huge].map((node) => dayOf(alice, node))).toEqual([120, 120, 120]);
  });
});
