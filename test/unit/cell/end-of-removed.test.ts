import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { LONG_MS, meet, pass } from '../../support/cell/local-days.ts';

let cell: LocalCell;
let alice: LocalMember;
let carol: LocalMember;
/** bob's home, and what was made of a backup of it: two branches of one feed, and no equivocation. */
let lost: LocalMember;
let restored: LocalMember;

beforeEach(async () => {
  vi.useFakeTimers();
  cell = LocalCell.found('Maple Street', { name: 'alice' });
  for (const name of ['bob', 'carol']) await cell.admit({ name });
  [alice, lost, carol] = cell.members as [LocalMember, LocalMember, LocalMember];
  lost.decisions.propose({ title: 'In time', text: '', open: false });
  cell.meet();
  restored = new LocalMember({ name: 'bob', key: lost.key });
  restored.enter(alice.node.id);
  restored.syncFrom(alice);
  pay(lost, 20);
  restored.node.overrideRestore();
  pay(restored, 10);
  meet(alice, carol, lost);
  meet(alice, carol, restored);
});
afterEach(() => {
  restored.close();
  cell.close();
  vi.useRealTimers();
});

const pay = ({ node }: LocalMember, amount: number) =>
  node.log.append('transfer', { to: alice.identity.scid, amount });
const balance = () =>
  alice.node.trust.view()?.balances.find(({ scid }) => scid === alice.identity.scid)?.balance;

test('a removal names the newest end of what it knows of a feed, and no older branch', () => {
  const { log } = alice.node;
  const { scid } = restored.identity;
  expect(log.graph.heads(scid).map(({ entry }) => entry.gen)).toEqual([0, 1]);
  // What the restore asks the cell for comes to its end first.
  pass(LONG_MS, alice, carol, restored);
  const { number: epoch, rules: agreed } = alice.epoch;
  const { deadlineMs, graceMs } = agreed;
  const rules = { quorum: 2, threshold: [1, 2], deadlineMs, graceMs };
  const number = 1 + log.book.drafts().length;
  const proposal = log.append('draft', { number, title: 'Remove bob', text: '' }).hash;
  const verdicts = log.graph.heads(scid).map(({ entry, hash: end }) => {
    const change = { type: 'remove', scid, end };
    const body = { proposal, attempt: 1, epoch, text: '', rules, change };
    return [entry.gen, log.objection('open', body)?.code ?? 'valid'];
  });
  expect(verdicts.toSorted()).toEqual([
    [0, 'end'],
    [1, 'valid'],
  ]);
});

test('nothing that was known when it was opened is taken back by it, on whichever branch', () => {
  pass(LONG_MS, alice, carol, restored);
  expect(balance()).toBe(130);
  const id = alice.decisions.proposeRemoval(restored.identity.scid, '');
  pay(restored, 5);
  meet(alice, carol, restored);
  for (const voter of [alice, carol]) voter.decisions.vote(id, 'APPROVE', null);
  pass(LONG_MS, alice, carol, restored);
  expect(alice.decisions.detail(id).state).toBe('passed');
  expect(balance()).toBe(130);
  expect(new Set([alice, carol, restored].map(({ node }) => node.stateHash())).size).toBe(1);
});
