import { describe, expect, it } from 'vitest';
import { voteFate } from '#shared/protocol/closing/vote-fate.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { ClosingMember } from '../../support/cell/closing-member.ts';
import { DID_LOG, type FeedWriter, foundEntry, hashed, scid } from '../../support/cell/feed-writer.ts';

const RULES = { threshold: [1, 2], deadlineMs: 100, graceMs: 0 };

function meet(members: readonly FeedWriter[]): void {
  for (const a of members) for (const b of members) if (a !== b) a.syncFrom(b);
}

function settle(members: readonly ClosingMember[], fromMs: number): void {
  for (let nowMs = fromMs; nowMs < fromMs + 60_000; nowMs += 1000) {
    for (const member of members) member.act(nowMs);
    meet(members);
  }
}

function open(member: FeedWriter, epoch: number, change?: object): string {
  const number = 1 + member.book.drafts().length;
  const draft = member.write('draft', { number, title: 'A proposal', text: '' });
  // Epoch e of this cell has e + 1 members.
  const quorum = change ? majorityOf(epoch + 1) : 1;
  const body = { proposal: draft.hash, attempt: 1, epoch, text: '', rules: { ...RULES, quorum } };
  return member.write('open', { ...body, ...(change ? { change } : {}) }).hash;
}

/** Three members, of whom two are enough. */
function cell(): [ClosingMember, ClosingMember, ClosingMember] {
  const found = foundEntry('alice');
  const members = ['alice', 'bob', 'carol'].map((name) => new ClosingMember(name, found));
  const [alice, bob, carol] = members as [ClosingMember, ClosingMember, ClosingMember];
  for (const [epoch, name] of ['bob', 'carol'].entries()) {
    const ballot = open(alice, epoch, { type: 'admit', scid: scid(name), alias: name, didLog: DID_LOG });
    meet(members.slice(0, epoch + 1));
    for (const voter of members.slice(0, epoch + 1)) voter.write('vote', { ballot, choice: 'APPROVE' });
    settle(members.slice(0, epoch + 1), 1_000_000 * (epoch + 1));
  }
  meet(members);
  expect(alice.book.epochAt([...alice.graph.nodes()]).members).toHaveLength(3);
  return [alice, bob, carol];
}

function fate(member: FeedWriter, vote: GraphNode): string {
  return voteFate(member.book, member.graph.get(vote.hash) as GraphNode).kind;
}

describe('the fate of a vote', () => {
  it('is open until a set is certified, and then counted or superseded by a later one', () => {
    const [alice, bob, carol] = cell();
    const ballot = open(alice, 2);
    const first = alice.write('vote', { ballot, choice: 'REJECT' });
    const second = alice.write('vote', { ballot, choice: 'APPROVE' });
    meet([alice, bob, carol]);
    expect([fate(bob, first), fate(bob, second)]).toEqual(['open', 'open']);
    settle([alice, bob, carol], 9_000_000);
    expect(fate(bob, second)).toBe('counted');
    expect(voteFate(bob.book, bob.graph.get(first.hash) as GraphNode)).toEqual({
      kind: 'superseded',
      by: second.hash,
    });
  });

  it('is outside when the others closed without having heard of it', () => {
    const [alice, bob, carol] = cell();
    const ballot = open(alice, 2);
    meet([alice, bob, carol]);
    const late = carol.write('vote', { ballot, choice: 'REJECT' });
    settle([alice, bob], 9_000_000);
    meet([alice, bob, carol]);
    expect(fate(carol, late)).toBe('outside');
  });

  it('is void when the closure proves that its author signed two entries at one place', () => {
    const [alice, bob, carol] = cell();
    const ballot = open(alice, 2);
    meet([alice, bob, carol]);
    const other = carol.draft('vote', { ballot, choice: 'REJECT' });
    const vote = carol.write('vote', { ballot, choice: 'APPROVE' });
    const twin = hashed(other.entry);
    meet([alice, bob, carol]);
    for (const member of [alice, bob]) member.receive(twin);
    settle([alice, bob], 9_000_000);
    expect(fate(alice, vote)).toBe('void');
    expect(fate(alice, alice.graph.get(twin.hash) as GraphNode)).toBe('void');
  });
});
