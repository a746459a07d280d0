import { describe, expect, it } from 'vitest';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { type FeedWriter, hashed, scid } from '../../support/cell/feed-writer.ts';
import { balancesOf, cellOf, decide, linesOf, meet, propose } from '../../support/cell/trust-cell.ts';

function cellOfThree(): [FeedWriter, FeedWriter, FeedWriter] {
  return cellOf('alice', 'bob', 'carol') as [FeedWriter, FeedWriter, FeedWriter];
}

function send(from: FeedWriter, to: string, amount: number, note?: string): GraphNode {
  return from.write('transfer', { to: scid(to), amount, ...(note ? { note } : {}) });
}

describe('balances', () => {
  it('start with 100 for each member, whatever it took to admit them', () => {
    const [alice] = cellOfThree();
    expect(balancesOf(alice, 'alice', 'bob', 'carol')).toEqual([100, 100, 100]);
    expect(linesOf(alice, 'bob')).toMatchObject([{ kind: 'joined', delta: 100, balance: 100 }]);
  });

  it('grow by 10 for a proposal and by 5 for voting on it, once each, as in the tutorial', () => {
    const [alice, bob, carol] = cellOfThree();
    const ballot = propose(alice, 2).hash;
    alice.write('vote', { ballot, choice: 'REJECT' });
    decide([alice, bob], ballot);
    meet(alice, bob, carol);
    expect(balancesOf(carol, 'alice', 'bob', 'carol')).toEqual([115, 105, 100]);
  });

  it('do not grow by a draft that nobody opened, or by a vote after the result is known', () => {
    const [alice, bob, carol] = cellOfThree();
    alice.write('draft', { number: 3, title: 'Not yet', text: '' });
    expect(balancesOf(alice, 'alice')).toEqual([100]);
    const ballot = propose(alice, 2).hash;
    decide([alice, bob], ballot);
    carol.syncFrom(alice);
    const late = carol.write('vote', { ballot, choice: 'APPROVE' });
    expect(carol.book.verdict(late)).toEqual({ valid: true });
    expect(balancesOf(carol, 'carol')).toEqual([100]);
  });

  it('grow once for a proposal, also where a transfer is judged by them', () => {
    const [alice] = cellOfThree();
    const ballot = propose(alice, 2).hash;
    for (const choice of ['APPROVE', 'REJECT', 'ABSTAIN']) alice.write('vote', { ballot, choice });
    expect(balancesOf(alice, 'alice')).toEqual([115]);
    expect(alice.book.verdict(send(alice, 'bob', 116)).valid).toBe(false);
    expect(alice.book.verdict(send(alice, 'bob', 115))).toEqual({ valid: true });
  });

  it('move by transfers, and every line of a statement names its receipt', () => {
    const [alice, bob] = cellOfThree();
    const ballot = propose(alice, 2);
    const vote = alice.write('vote', { ballot: ballot.hash, choice: 'APPROVE' });
    const sent = send(alice, 'bob', 12, 'bread');
    bob.syncFrom(alice);
    const back = send(bob, 'alice', 2);
    alice.syncFrom(bob);
    expect(balancesOf(alice, 'alice', 'bob')).toEqual([105, 110]);
    const lines = linesOf(alice, 'alice').map(({ kind, delta, balance, node }) => [
      kind,
      delta,
      balance,
      node.hash,
    ]);
    expect(lines).toEqual([
      ['joined', 100, 100, alice.graph.cell],
      ['proposed', 10, 110, ballot.hash],
      ['voted', 5, 115, vote.hash],
      ['sent', -12, 103, sent.hash],
      ['received', 2, 105, back.hash],
    ]);
    expect(linesOf(bob, 'bob')[1]).toMatchObject({ kind: 'received', other: scid('alice'), note: 'bread' });
  });
});

describe('a transfer', () => {
  it('cannot overdraw against its causal past, whatever came in elsewhere', () => {
    const [alice, bob, carol] = cellOfThree();
    send(bob, 'alice', 100);
    const early = send(alice, 'carol', 101);
    expect(alice.book.verdict(early)).toMatchObject({
      valid: false,
      code: 'funds',
      reason: 'its author had 100 tokens and sends 101',
    });
    meet(alice, bob, carol);
    const seen = send(alice, 'carol', 200);
    expect(alice.book.verdict(seen)).toEqual({ valid: true });
    expect(balancesOf(alice, 'alice', 'bob', 'carol')).toEqual([0, 0, 300]);
    expect(alice.book.verdict(send(alice, 'carol', 1)).valid).toBe(false);
    carol.syncFrom(alice);
    expect(balancesOf(carol, 'alice', 'bob', 'carol')).toEqual([0, 0, 300]);
  });

  it.each([
    ['to oneself', { to: scid('alice'), amount: 1 }, 'itself'],
    ['to a stranger', { to: scid('mallory'), amount: 1 }, 'not a member'],
    ['of nothing', { to: scid('bob'), amount: 0 }, 'not understood: amount'],
    ['of a negative amount', { to: scid('bob'), amount: -5 }, 'not understood: amount'],
    ['with more than it may say', { to: scid('bob'), amount: 1, memo: 'x' }, 'not understood'],
    [
      'with a note that is too long',
      { to: scid('bob'), amount: 1, note: 'x'.repeat(201) },
      'not understood: note',
    ],
  ])('%s is invalid and moves nothing', (_what, body, reason) => {
    const [alice] = cellOfThree();
    const node = alice.write('transfer', body);
    expect(alice.book.verdict(node)).toMatchObject({ valid: false, reason: expect.stringContaining(reason) });
    expect(balancesOf(alice, 'alice', 'bob')).toEqual([100, 100]);
  });

  it('by an author who forked may overdraw: the author is in debt, the recipients are not', () => {
    const [alice, bob, carol] = cellOfThree();
    // alice spends the same hundred on two branches, one shown to bob and one to carol.
    const toBob = alice.draft('transfer', { to: scid('bob'), amount: 100 });
    const toCarol = alice.draft('transfer', { to: scid('carol'), amount: 100 });
    bob.receive(toBob);
    carol.receive(toCarol);
    send(bob, 'carol', 150);
    carol.write('note', { text: 'cites her branch' });
    meet(bob, carol);
    bob.write('note', { text: 'cites both' });
    carol.syncFrom(bob);
    for (const writer of [bob, carol]) {
      expect(balancesOf(writer, 'alice', 'bob', 'carol')).toEqual([-100, 50, 350]);
    }
    // What carol got on the one branch is hers to spend.
    expect(carol.book.verdict(send(carol, 'bob', 350))).toEqual({ valid: true });
    expect(carol.book.verdict(send(carol, 'bob', 1)).valid).toBe(false);
  });
});

describe('a former member', () => {
  it('keeps its balance, and nothing comes of what it writes after its end', () => {
    const [alice, bob, carol] = cellOfThree();
    send(carol, 'bob', 30);
    meet(alice, bob, carol);
    const end = carol.head?.hash as string;
    const removal = propose(alice, 2, { type: 'remove', scid: scid('carol'), end });
    decide([alice, bob], removal.hash);
    // She has not heard of it.
    const unaware = send(carol, 'alice', 50);
    carol.write('endorse', { member: scid('alice'), strength: 1000 });
    propose(carol, 2);
    expect(carol.book.verdict(unaware)).toEqual({ valid: true });
    meet(alice, bob, carol);
    for (const writer of [alice, bob, carol]) {
      expect(balancesOf(writer, 'alice', 'bob', 'carol')).toEqual([100, 130, 70]);
    }
    expect(alice.book.verdict(send(alice, 'carol', 1))).toMatchObject({
      reason: expect.stringContaining('not a member'),
    });
    // A member's transfer is judged by each entry of its past, and what does not count does not pay.
    expect(alice.book.verdict(send(alice, 'bob', 101)).valid).toBe(false);
    expect(alice.book.verdict(send(alice, 'bob', 100))).toEqual({ valid: true });
  });

  it('is not a member while it is away, and begins no second time with 100', () => {
    const [alice, bob, carol] = cellOfThree();
    send(carol, 'bob', 30);
    meet(alice, bob, carol);
    const end = carol.head?.hash as string;
    decide([alice, bob], propose(alice, 2, { type: 'remove', scid: scid('carol'), end }).hash);
    carol.syncFrom(alice);
    const away = send(carol, 'bob', 1);
    expect(carol.book.verdict(away)).toMatchObject({ reason: 'its author is not a member' });
    const change = { type: 'admit', scid: scid('carol'), alias: 'carol', didLog: [{ versionId: '1-test' }] };
    decide([alice, bob], propose(alice, 3, change).hash);
    carol.syncFrom(alice);
    expect(balancesOf(carol, 'carol')).toEqual([70]);
    expect(carol.book.verdict(send(carol, 'bob', 71)).valid).toBe(false);
    expect(carol.book.verdict(send(carol, 'bob', 70))).toEqual({ valid: true });
    expect(balancesOf(carol, 'bob', 'carol')).toEqual([200, 0]);
  });
});

describe('an equivocator', () => {
  it('is rewarded once for a proposal on which it voted on both branches', () => {
    const [alice, bob, carol] = cellOfThree();
    const ballot = propose(bob, 2).hash;
    meet(alice, bob, carol);
    const one = alice.draft('vote', { ballot, choice: 'APPROVE' });
    const other = alice.draft('vote', { ballot, choice: 'REJECT' });
    bob.receive(one);
    carol.receive(other);
    bob.write('note', { text: 'cites one' });
    carol.write('note', { text: 'cites the other' });
    meet(bob, carol);
    expect(balancesOf(bob, 'alice', 'bob')).toEqual([105, 110]);
    expect(balancesOf(carol, 'alice', 'bob')).toEqual([105, 110]);
    expect(hashed(one.entry).hash).not.toBe(hashed(other.entry).hash);
  });
});
