/** What becomes of a proposed branch, and what a person's word about it takes (docs/protocol.md, "Forks"). */
import { describe, expect, it } from 'vitest';
import {
  awaitedOf,
  type BranchStanding,
  branchStanding,
  changedSince,
} from '#shared/protocol/forks/branch-standing.ts';
import {
  wishesBeforeNewKey,
  wishesToLiveHere,
  wishesToMove,
  wishesToReturn,
  wishesToWithdraw,
} from '#shared/protocol/forks/next-parting.ts';
import type { Branch } from '#shared/protocol/forks/parting-rules.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { branchOff, enter, partWith } from '../../support/cell/branching-cell.ts';
import { meet } from '../../support/cell/closing-cell.ts';
import { scid } from '../../support/cell/feed-writer.ts';
import { certify, KeyedMember, rekey } from '../../support/cell/keyed-cell.ts';
import { CAROL, three } from '../../support/cell/rekeyed-cell.ts';

const [ALICE, BOB] = ['alice', 'bob'].map(scid) as [string, string];

/** carol asks bob along; what bob holds of both cells. */
function asked() {
  const [alice, bob, carol] = three();
  const found = branchOff(carol, ['bob', 'carol']);
  meet([alice, bob, carol]);
  const own = new KeyedMember('bob', 1, found);
  return { alice, bob, carol, found, own };
}

function all(parent: KeyedMember, ...cells: readonly HashedEntry[]): Branch[] {
  return cells.flatMap(({ hash }) => parent.book.branches(hash));
}

function standing(
  parent: KeyedMember,
  own: KeyedMember | null,
  ...cells: [HashedEntry, ...HashedEntry[]]
): BranchStanding {
  const [branch] = all(parent, cells[0]) as [Branch];
  return branchStanding(parent.book, branch, own?.book ?? null, all(parent, ...cells));
}

describe('a proposed branch', () => {
  it('waits for everyone listed, and lives when the last one has entered', () => {
    const { bob, found, own } = asked();
    expect(standing(bob, null, found)).toMatchObject({
      founder: CAROL,
      entered: [],
      isAlive: false,
      over: null,
    });
    own.receive(enter(found, 'carol'));
    const waiting = standing(bob, own, found);
    expect(waiting).toMatchObject({ entered: [CAROL], isAlive: false, over: null });
    expect(awaitedOf(waiting)).toEqual([BOB]);
    own.receive(enter(found, 'bob'));
    expect(standing(bob, own, found)).toMatchObject({
      entered: [BOB, CAROL].sort(),
      isAlive: true,
      over: null,
    });
  });

  it.each<[string, (of: ReturnType<typeof asked>) => HashedEntry[], { why: string; by: string }]>([
    [
      'its founder proposes another',
      ({ carol }) => [branchOff(carol, ['alice', 'carol'], 1)],
      { why: 'newer', by: CAROL },
    ],
    [
      'somebody listed stays',
      ({ bob, found }) => {
        partWith(bob, 'stay', found.hash);
        return [];
      },
      { why: 'stays', by: BOB },
    ],
    [
      'somebody listed goes elsewhere',
      ({ bob }) => {
        partWith(bob, 'leave');
        return [];
      },
      { why: 'elsewhere', by: BOB },
    ],
    [
      'somebody listed leaves it again',
      ({ own, found }) => {
        own.receive(enter(found, 'bob'));
        partWith(own, 'leave');
        return [];
      },
      { why: 'withdrawn', by: BOB },
    ],
  ])('is over when %s, but not once it lives', (_, happen, over) => {
    const of = asked();
    const others = happen(of);
    meet([of.alice, of.bob, of.carol]);
    expect(standing(of.alice, of.own, of.found, ...others).over).toEqual(over);
    of.own.receive(enter(of.found, 'bob'), enter(of.found, 'carol'));
    expect(standing(of.alice, of.own, of.found, ...others)).toMatchObject({ isAlive: true, over: null });
  });

  it('is not over for what was said before it, by who is not listed, or of another one', () => {
    const [alice, bob, carol] = three();
    partWith(bob, 'leave');
    partWith(bob, 'stay');
    meet([alice, bob, carol]);
    const found = branchOff(carol, ['bob', 'carol']);
    const other = branchOff(alice, ['alice', 'bob', 'carol'], 5);
    meet([alice, bob, carol]);
    partWith(alice, 'leave', other.hash);
    partWith(bob, 'stay', other.hash);
    meet([alice, bob, carol]);
    expect(standing(bob, null, found, other).over).toBeNull();
    expect(standing(bob, null, other, found).over).toEqual({ why: 'stays', by: BOB });
  });

  it('is to be proposed again once somebody listed has another key', () => {
    const { alice, bob, carol, found } = asked();
    const [branch] = all(bob, found) as [Branch];
    expect(changedSince(bob.book, branch)).toEqual([]);
    certify([alice, bob, carol], rekey('carol', 1, 1));
    expect(changedSince(bob.book, branch)).toEqual([CAROL]);
  });
});

describe('the word to go, to stay, or to come back', () => {
  it('is written in both cells, and once', () => {
    const { bob, found } = asked();
    const here = bob.book.graph.cell;
    const gone = { cell: here, kind: 'leave', body: { cell: found.hash } };
    expect(wishesToMove(bob.book, found.hash, BOB)).toEqual([gone]);
    partWith(bob, 'leave', found.hash);
    expect(wishesToMove(bob.book, found.hash, BOB)).toEqual([]);
    const left = { cell: found.hash, kind: 'leave', body: { cell: null } };
    const back = { cell: here, kind: 'stay', body: { cell: found.hash } };
    expect(wishesToReturn(bob.book, found.hash, BOB)).toEqual([left, back]);
    expect(wishesToWithdraw(here, found.hash)).toEqual([left, back]);
    expect(wishesToReturn(bob.book, null, BOB)).toEqual([{ cell: here, kind: 'stay', body: { cell: null } }]);
  });

  it('is taken back by whoever goes on living there, and by nobody else', () => {
    const { bob, found } = asked();
    expect(wishesToLiveHere(bob.book, BOB)).toEqual([]);
    const said = [found.hash, null];
    for (const cell of said) partWith(bob, 'leave', cell);
    const cell = bob.book.graph.cell;
    expect(wishesToLiveHere(bob.book, BOB)).toEqual(
      said.map((to) => ({ cell, kind: 'stay', body: { cell: to } })),
    );
    for (const { kind, body } of wishesToLiveHere(bob.book, BOB)) partWith(bob, kind, body.cell);
    expect(wishesToLiveHere(bob.book, BOB)).toEqual([]);
  });

  it('leads nobody back who was counted out', () => {
    const { alice, bob, carol, found } = asked();
    partWith(bob, 'leave', found.hash);
    meet([alice, bob, carol]);
    certify([alice, bob, carol], { type: 'rules', rules: alice.epoch.rules });
    expect(wishesToReturn(bob.book, found.hash, BOB)).toBeNull();
    expect(wishesToMove(bob.book, found.hash, BOB)).toEqual([]);
  });

  it('goes before a new key, in each kept cell that one has not left yet', () => {
    const { alice, bob } = asked();
    partWith(bob, 'leave');
    expect(wishesBeforeNewKey([alice.book, bob.book], BOB).map(({ cell }) => cell)).toEqual([
      alice.book.graph.cell,
    ]);
    expect(wishesBeforeNewKey([bob.book], BOB)).toEqual([]);
    expect(wishesBeforeNewKey([bob.book], ALICE)).toHaveLength(1);
  });
});
