import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import type { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { HOUR_MS, LONG_MS, meet, pass, titles } from '../../support/cell/local-days.ts';

let cell: LocalCell;
let members: readonly [LocalMember, LocalMember, LocalMember, LocalMember];

beforeEach(async () => {
  vi.useFakeTimers();
  cell = LocalCell.found('Maple Street', { name: 'alice' });
  for (const name of ['bob', 'carol', 'dave']) await cell.admit({ name });
  members = cell.members as typeof members;
});
afterEach(() => {
  cell.close();
  vi.useRealTimers();
});

/** Goes on as after a backup: in a new generation of the feed. */
const restore = (member: LocalMember) => member.node.log.beginGeneration();
/** Attempts of the one proposal by which a member tells of its restore. */
function attempts({ node }: LocalMember): number[] {
  const { book } = node.log;
  const drafts = book.drafts().filter(({ entry }) => String(entry.body.title).startsWith('Note the restore'));
  expect(drafts.length).toBeLessThan(2);
  return drafts.flatMap(({ hash }) => book.ballotsOf(hash).map(({ body }) => body.attempt));
}
const sizes = () => members.map(({ node }) => node.log.graph.size);

test('a member restored long ago decides with the others that one who is lost now is removed', () => {
  const [alice, bob, carol, dave] = members;
  restore(bob);
  meet(...members);
  pass(LONG_MS, ...members);
  expect(titles(alice)).toContain('Note the restore of bob: expired');
  const before = sizes();
  pass(LONG_MS, ...members);
  expect(sizes()).toEqual(before);

  const id = alice.decisions.proposeRemoval(dave.identity.scid, '');
  meet(alice, bob, carol);
  for (const voter of [alice, bob, carol]) voter.decisions.vote(id, 'APPROVE', null);
  pass(LONG_MS, alice, bob, carol);
  expect(alice.decisions.detail(id).state).toBe('passed');
  expect(bob.epoch.members.map(({ alias }) => alias)).toEqual(['alice', 'bob', 'carol']);
});

test('it waits while something else is open in the slot, and tells then what that has not told', () => {
  const [alice, bob, carol, dave] = members;
  const id = alice.decisions.proposeRules({ f: 0 }, '');
  meet(alice, carol, dave);
  for (const voter of [alice, carol, dave]) voter.decisions.vote(id, 'REJECT', null);
  bob.syncFrom(alice);
  restore(bob);
  expect(titles(bob)).not.toContain('Note the restore of bob: voting');
  // The three decide before they hear of the restore.
  pass(LONG_MS, alice, carol, dave);
  expect(alice.decisions.detail(id).state).toBe('failed');
  meet(...members);
  expect(titles(alice)).toContain('Note the restore of bob: voting');
  pass(LONG_MS, ...members);
  expect(titles(alice)).toContain('Note the restore of bob: expired');
});

test('it is opened again where another ballot won the slot without knowing', () => {
  const [alice, bob, carol, dave] = members;
  const id = alice.decisions.proposeRules({ f: 0 }, '');
  meet(alice, carol, dave);
  for (const voter of [alice, carol, dave]) voter.decisions.vote(id, 'REJECT', null);
  restore(bob);
  expect(titles(bob)).toContain('Note the restore of bob: voting');
  pass(LONG_MS, alice, carol, dave);
  meet(...members);
  expect(attempts(bob)).toEqual([1, 2]);
  expect(titles(alice)).toContain('Note the restore of bob: voting');
});

test('it does not wait for a ballot that is open for a year', () => {
  const [alice, , carol] = members;
  const { node, epoch } = carol;
  const number = 1 + node.log.book.drafts().length;
  const proposal = node.log.append('draft', { number, title: 'A year', text: '' }).hash;
  const rules = { quorum: 3, threshold: [1, 2], deadlineMs: 365 * 24 * HOUR_MS, graceMs: 120_000 };
  const change = { type: 'rules', rules: epoch.rules };
  node.log.append('open', { proposal, attempt: 1, epoch: epoch.number, text: '', rules, change });
  meet(...members);
  restore(members[1]);
  meet(...members);
  pass(2 * LONG_MS, ...members);
  expect(titles(alice)).toContain('Note the restore of bob: expired');
});

test('what a crash left half done is taken up again', () => {
  const [, bob] = members;
  const { log } = bob.node;
  const append = log.append.bind(log);
  vi.spyOn(log, 'append').mockImplementation((kind, body) => {
    if (kind === 'open') throw new Error('the disk is full');
    return append(kind, body);
  });
  expect(() => restore(bob)).toThrow('the disk is full');
  vi.restoreAllMocks();
  bob.node.stop();
  bob.enter(log.cell);
  expect(attempts(bob)).toEqual([1]);
});

test('with nothing restored, or one of two restored, nothing is opened', async () => {
  const pair = LocalCell.found('Elm Street', { name: 'erin' });
  const frank = await pair.admit({ name: 'frank' });
  frank.decisions.propose({ title: 'Paint the shed', text: '', open: false });
  restore(frank);
  pair.meet();
  expect([attempts(frank), attempts(members[1])]).toEqual([[], []]);
  pair.close();
});
