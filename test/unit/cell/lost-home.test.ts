import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TWIN_NOTICE_MS } from '../../../electron/node/cell/own-feed/fresh-answers.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { LONG_MS, meet, pass, titles } from '../../support/cell/local-days.ts';

let cell: LocalCell;
let alice: LocalMember;
let lost: LocalMember;
let carol: LocalMember;
let restored: LocalMember;

/** bob's home is lost; what the others hold of it is put on another computer, and goes on once they have answered. */
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
  for (const other of [alice, carol])
    restored.node
      .link()
      .log.peerHolds(restored.node.directory.didOf(other.identity.scid) ?? '', other.node.log.tips());
  // No second node is told of.
  vi.advanceTimersByTime(TWIN_NOTICE_MS);
});
afterEach(() => {
  restored.close();
  cell.close();
  vi.useRealTimers();
});

const balanceOf = ({ node }: LocalMember, { identity }: LocalMember) =>
  node.trust.view()?.balances.find(({ scid }) => scid === identity.scid)?.balance;

test('what a lost home writes after its certified end stays without effect in every later epoch', () => {
  expect(restored.node.log.ownHead()?.entry.gen).toBe(1);
  const present = [alice, carol, restored];
  meet(...present);
  pass(LONG_MS, ...present);
  expect(titles(alice)).toContain('Note the restore of bob: expired');
  const before = alice.node.stateHash();

  lost.decisions.propose({ title: 'Too late', text: '', open: false });
  lost.node.log.append('transfer', { to: alice.identity.scid, amount: 50 });
  meet(...present, lost);
  expect(alice.node.stateHash()).toBe(before);

  for (const [epoch, f] of [0, null].entries()) {
    const id = alice.decisions.proposeRules({ f }, '');
    meet(...present);
    for (const voter of present) voter.decisions.vote(id, 'APPROVE', null);
    meet(...present);
    expect(alice.decisions.detail(id).state).toBe('passed');
    expect(alice.epoch.number).toBe(4 + epoch);
    expect(balanceOf(alice, alice)).toBe(100);
    const passedOver = (wanted: string) =>
      alice.decisions.list().find(({ title }) => title === wanted)?.passedOver;
    expect([passedOver('In time'), passedOver('Too late')]).toEqual([false, true]);
  }
});
