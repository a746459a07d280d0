import { describe, expect, it } from 'vitest';
import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { DID_LOG, FeedWriter, foundEntry, scid } from '../../support/cell/feed-writer.ts';

const RULES = { threshold: [1, 2], deadlineMs: 0, graceMs: 0 };

function propose(writer: FeedWriter, epoch: number, change?: object): GraphNode {
  // Epoch e of these cells has e + 1 members.
  const quorum = change ? majorityOf(epoch + 1) : 1;
  const number = 1 + writer.book.drafts().length;
  const draft = writer.write('draft', { number, title: 'A proposal', text: '' });
  const extra = change ? { change } : {};
  return writer.write('open', {
    proposal: draft.hash,
    attempt: 1,
    epoch,
    text: '',
    rules: { ...RULES, quorum },
    ...extra,
  });
}

function meet(...writers: FeedWriter[]): void {
  for (const a of writers) for (const b of writers) if (a !== b) a.syncFrom(b);
}

/** All vote, all close, all sign what the first proposes, all confirm. */
function decide(writers: FeedWriter[], ballot: string, choice = 'APPROVE'): void {
  const slot = (writers[0] as FeedWriter).book.ballot(ballot)?.slot as string;
  meet(...writers);
  for (const writer of writers) writer.write('vote', { ballot, choice });
  meet(...writers);
  for (const writer of writers) writer.write('close', { ballot });
  meet(...writers);
  const closes = (writers[0] as FeedWriter).book
    .closes(ballot)
    .map((node) => node.hash)
    .sort();
  for (const writer of writers) writer.write('sign', { slot, ballot, round: 0, closes });
  meet(...writers);
  for (const writer of writers) writer.write('confirm', { slot, ballot, round: 0, closes });
  meet(...writers);
}

function cellOfThree(): [FeedWriter, FeedWriter, FeedWriter] {
  const found = foundEntry('alice');
  const alice = new FeedWriter('alice', found);
  const bob = new FeedWriter('bob', found);
  const carol = new FeedWriter('carol', found);
  const admission = propose(alice, 0, { type: 'admit', scid: scid('bob'), alias: 'bob', didLog: DID_LOG });
  decide([alice], admission.hash);
  bob.syncFrom(alice);
  const second = propose(alice, 1, { type: 'admit', scid: scid('carol'), alias: 'carol', didLog: DID_LOG });
  decide([alice, bob], second.hash);
  carol.syncFrom(alice);
  return [alice, bob, carol];
}

describe('the closing protocol on a log', () => {
  it('admits members one epoch at a time', () => {
    const [alice, , carol] = cellOfThree();
    const epoch = alice.book.epochAt([...alice.graph.nodes()]);
    expect(epoch.number).toBe(2);
    expect(epoch.members.map((member) => member.alias)).toEqual(['alice', 'bob', 'carol']);
    expect(carol.book.epochAt([...carol.graph.nodes()])).toEqual(epoch);
  });

  it('counts each member once, by its newest vote', () => {
    const cell = cellOfThree();
    const ballot = propose(cell[0], 2);
    meet(...cell);
    cell[1].write('vote', { ballot: ballot.hash, choice: 'REJECT' });
    decide([...cell], ballot.hash);
    const state = ballotState(cell[2].book, ballot.hash);
    expect(state).toMatchObject({ state: 'passed', tally: { approve: 3, reject: 0, abstain: 0 } });
  });

  it('lets two of three decide, and leaves the vote outside the closure uncounted', () => {
    const [alice, bob, carol] = cellOfThree();
    const ballot = propose(alice, 2);
    decide([alice, bob], ballot.hash);
    carol.syncFrom(alice);
    carol.write('vote', { ballot: ballot.hash, choice: 'REJECT' });
    meet(alice, bob, carol);
    expect(ballotState(alice.book, ballot.hash)).toMatchObject({
      state: 'passed',
      tally: { approve: 2, reject: 0 },
    });
  });

  it('ends an epoch by one certificate: the other admission of the slot is superseded', () => {
    const [alice, bob, carol] = cellOfThree();
    const dave = propose(alice, 2, { type: 'admit', scid: scid('dave'), alias: 'dave', didLog: DID_LOG });
    const erin = propose(bob, 2, { type: 'admit', scid: scid('erin'), alias: 'erin', didLog: DID_LOG });
    decide([alice, bob, carol], dave.hash);
    expect(ballotState(carol.book, dave.hash).state).toBe('passed');
    expect(ballotState(carol.book, erin.hash).state).toBe('superseded');
    expect(certificates(carol.book, everything, membershipSlot(2))).toHaveLength(1);
  });

  it('refuses a second close, a vote after the close, and a confirm without its signs', () => {
    const [alice] = cellOfThree();
    const ballot = propose(alice, 2).hash;
    alice.write('vote', { ballot, choice: 'APPROVE' });
    const close = alice.write('close', { ballot });
    const again = alice.write('close', { ballot });
    const late = alice.write('vote', { ballot, choice: 'REJECT' });
    const slot = alice.book.ballot(ballot)?.slot;
    const alone = alice.write('sign', { slot, ballot, round: 0, closes: [close.hash] });
    expect(alice.book.verdict(again)).toMatchObject({
      valid: false,
      reason: expect.stringContaining('closed already'),
    });
    expect(alice.book.verdict(late)).toMatchObject({
      valid: false,
      reason: expect.stringContaining('closed already'),
    });
    expect(alice.book.verdict(alone)).toMatchObject({
      valid: false,
      reason: expect.stringContaining('too few'),
    });
  });

  it('holds a locked member to its set until a later round signs another', () => {
    const [alice, bob, carol] = cellOfThree();
    const ballot = propose(alice, 2).hash;
    meet(alice, bob, carol);
    for (const writer of [alice, bob, carol]) writer.write('close', { ballot });
    const [a, b, c] = [alice, bob, carol].map((writer) => writer.head?.hash as string) as [
      string,
      string,
      string,
    ];
    meet(alice, bob, carol);
    const slot = alice.book.ballot(ballot)?.slot;
    const ab = [a, b].sort();
    const abc = [a, b, c].sort();
    alice.write('sign', { slot, ballot, round: 0, closes: ab });
    bob.write('sign', { slot, ballot, round: 0, closes: ab });
    meet(alice, bob);
    alice.write('confirm', { slot, ballot, round: 0, closes: ab });
    const broken = alice.write('sign', { slot, ballot, round: 1, closes: abc });
    expect(alice.book.verdict(broken)).toMatchObject({
      valid: false,
      reason: expect.stringContaining('locked'),
    });
    expect(alice.book.verdict(alice.write('sign', { slot, ballot, round: 2, closes: ab }))).toEqual({
      valid: true,
    });
  });

  it('removes a member by its last entry, or by zeros if it has not written any', () => {
    const [alice, bob, carol] = cellOfThree();
    const removal = (end: string): object => ({ type: 'remove', scid: carol.author, end });
    expect(alice.book.verdict(propose(alice, 2, removal(alice.head!.hash)))).toMatchObject({ code: 'end' });
    const zeros = propose(alice, 2, removal(ZERO_HASH));
    decide([alice, bob], zeros.hash);
    const { members, ended } = alice.book.epochAt([...alice.graph.nodes()]);
    expect(members.map(({ alias }) => alias)).toEqual(['alice', 'bob']);
    expect([...ended]).toEqual([[carol.author, { end: ZERO_HASH, removal: zeros.hash }]]);

    const [first, , third] = cellOfThree();
    third.write('note', {});
    first.syncFrom(third);
    expect(first.book.verdict(propose(first, 2, removal(ZERO_HASH)))).toMatchObject({ code: 'end' });
    expect(first.book.verdict(propose(first, 2, removal(third.head!.hash)))).toEqual({ valid: true });
  });
});
