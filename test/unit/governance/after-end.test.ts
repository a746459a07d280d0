import { beforeEach, expect, test } from 'vitest';
import { majorityOf } from '#shared/protocol/limits.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { Decisions } from '../../../electron/node/cell/deciding/decisions.ts';
import { ClosingMember } from '../../support/cell/closing-member.ts';
import { DID_LOG, foundEntry, scid } from '../../support/cell/feed-writer.ts';
import { expectCode } from '../../support/throws-code.ts';

const DAY_MS = 24 * 3_600_000;
const NAMES = ['alice', 'bob', 'carol'];

let members: ClosingMember[];
let nowMs: number;

beforeEach(() => {
  const found = foundEntry('alice');
  members = NAMES.map((name) => new ClosingMember(name, found));
  nowMs = 1_000_000;
  for (const [epoch, name] of ['bob', 'carol'].entries()) {
    const admission = { type: 'admit', scid: scid(name), alias: name, didLog: DID_LOG };
    change(members.slice(0, epoch + 1), epoch, admission);
    settle(members.slice(0, epoch + 1));
  }
  meet(members);
});

function meet(those: readonly ClosingMember[]): void {
  for (const a of those) for (const b of those) if (a !== b) a.syncFrom(b);
}

/** Second by second, enough turns for every ballot of those who are there to end. */
function settle(those: readonly ClosingMember[]): void {
  meet(those);
  for (let second = 0; second < 300; second += 1) {
    nowMs += 1_000;
    for (const member of those) member.act(nowMs);
    meet(those);
  }
}

/** A change that the first proposes and all of these approve, in a cell of n members. */
function change(those: readonly ClosingMember[], epoch: number, wished: object, n = epoch + 1): void {
  const [by] = those as [ClosingMember];
  const draft = by.write('draft', { number: 1 + by.book.drafts().length, title: 'A change', text: '' });
  const rules = { quorum: majorityOf(n), threshold: [1, 2], deadlineMs: 100, graceMs: 0 };
  const body = { proposal: draft.hash, attempt: 1, epoch, text: '', rules, change: wished };
  const ballot = by.write('open', body).hash;
  meet(those);
  for (const voter of those) voter.write('vote', { ballot, choice: 'APPROVE' });
}

function decisionsOf(member: ClosingMember): Decisions {
  const { book, graph } = member;
  return new Decisions({
    log: {
      book,
      graph,
      append: (kind, body) => member.write(kind, body),
      ahead: () => member.ahead(),
      textOf: () => '',
    },
    me: member.author,
    epoch: () => book.epochAt([...graph.nodes()]),
    storedAtMs: () => nowMs,
    heldBy: () => 0,
  });
}

test('what a member opens after its removal is passed over: no vote is asked for, and none is taken', () => {
  const [alice, bob, carol] = members as [ClosingMember, ClosingMember, ClosingMember];
  const carols = decisionsOf(carol);
  const early = carols.propose({ title: 'Opened in time', text: '', open: true, deadlineMs: DAY_MS });
  meet(members);
  // carol is away, and hears of her removal only when all meet again.
  change([alice, bob], 2, { type: 'remove', scid: carol.author, end: carol.head?.hash ?? '' });
  settle([alice, bob]);
  const late = carols.propose({ title: 'Opened too late', text: '', open: true });
  const draft = carols.propose({ title: 'Drafted too late', text: '', open: false });
  meet(members);

  const forAlice = decisionsOf(alice);
  expect(forAlice.detail(late)).toMatchObject({
    state: 'voting',
    passedOver: true,
    needsMyVote: false,
    deadlineAtMs: null,
  });
  expect(forAlice.detail(draft)).toMatchObject({ state: 'draft', passedOver: true });
  const entries = alice.graph.size;
  expect(expectCode('conflict', () => forAlice.vote(late, 'APPROVE', null))).toContain('former member');
  expect(alice.graph.size).toBe(entries);

  // What stood before the end goes on.
  expect(forAlice.detail(early)).toMatchObject({ state: 'voting', passedOver: false, needsMyVote: true });
  forAlice.vote(early, 'APPROVE', null);
  expect(forAlice.detail(early).myVote?.choice).toBe('APPROVE');
});

test('a draft of whose electorate too few are left is opened by nobody: it can be drafted anew', () => {
  const [alice, bob, carol] = members as [ClosingMember, ClosingMember, ClosingMember];
  const by = decisionsOf(alice);
  const [opened, left] = ['While two are left', 'Later'].map((title) =>
    by.propose({ title, text: '', open: false }),
  ) as [string, string];
  expect(by.detail(left).tooFewLeft).toBeUndefined();
  meet(members);
  change([alice, bob], 2, { type: 'remove', scid: carol.author, end: ZERO_HASH });
  settle([alice, bob]);
  // Two of three decide.
  expect(by.detail(opened).tooFewLeft).toBeUndefined();
  by.open(opened);
  expect(by.detail(opened).state).toBe('voting');

  change([alice, bob], 3, { type: 'remove', scid: bob.author, end: bob.head?.hash ?? '' }, 2);
  settle([alice, bob]);
  expect(by.detail(left)).toMatchObject({ state: 'draft', tooFewLeft: { here: 1, needed: 2 } });
  const entries = alice.graph.size;
  expect(expectCode('conflict', () => by.open(left))).toContain('Draft it anew');
  expect(alice.graph.size).toBe(entries);
  const anew = by.propose({ title: 'Later', text: '', open: true });
  by.vote(anew, 'APPROVE', null);
  settle([alice]);
  expect(by.detail(anew)).toMatchObject({ state: 'passed' });
  expect(by.detail(anew).tooFewLeft).toBeUndefined();
});
