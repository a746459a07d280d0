/** A home of before a change of its key, restored: real members, one of whom has it on another machine. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { inEnglish, type Saying } from '#shared/protocol/saying.ts';
import { OwnFeedGuard } from '../../../electron/node/cell/own-feed/own-feed-guard.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import { SafetyState } from '../../../electron/node/store/safety-state.ts';
import { changedByDevice } from '../../support/cell/member-did-log.ts';
import { meet, RealMember, realCell } from '../../support/cell/real-member.ts';
import { expectCode } from '../../support/throws-code.ts';

let members: RealMember[];
let guard: OwnFeedGuard;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  members = realCell();
});
afterEach(() => {
  guard.stop();
  for (const member of members) member.close();
  vi.useRealTimers();
});

it('signs nothing under the new key, whatever its operator says, until what that signed first has come', () => {
  const [alice, bob, carol] = members as [RealMember, RealMember, RealMember];
  const { scid } = bob.identity;
  const { versions, key } = changedByDevice(bob.key, bob.identity.log, bob.nowMs);
  const change = { type: 'rekey', scid, versions: versions.map((one) => ({ ...one })), lost: false } as const;
  const ballot = alice.propose('Change the key of bob', change);
  meet(alice, bob, carol);
  for (const member of [alice, bob, carol]) member.log.append('vote', { ballot, choice: 'APPROVE' });
  meet(alice, bob, carol);
  expect(alice.epoch.logs.get(scid)?.didLog).toHaveLength(2);

  const copy = new RealMember('bob', 2);
  members.push(copy);
  copy.enter(alice.log.cell);
  copy.syncFrom(alice);
  const safety = new SafetyState(copy.store);
  safety.bar(copy.log.cell, { why: 'older', answered: [] });
  guard = new OwnFeedGuard({
    log: copy.log,
    safety,
    marker: null,
    me: scid,
    key: encodeMultikey('ed25519', key.publicKey),
    epoch: () => copy.epoch,
    changed: () => undefined,
  });
  const why = () => inEnglish(copy.log.signingBarred as Saying);
  expect(why()).toContain('Its key was changed since');
  expectCode('conflict', () => guard.override());
  for (const other of [alice, carol]) guard.peerHolds(other.identity.scid, other.log.tips());
  guard.goOn();
  expect(why()).toContain('Its key was changed since');
  expect(safety.read(copy.log.cell)?.answered).toHaveLength(2);

  const { graph, cell } = alice.log;
  const head = bob.log.ownHead();
  const first = signEntry(key, {
    v: 1,
    cell,
    author: scid,
    gen: 0,
    seq: (head?.entry.seq ?? -1) + 1,
    prev: head?.hash ?? ZERO_HASH,
    seen: seenSince(graph, scid, graph.get(head?.hash ?? '') ?? null),
    at: bob.nowMs,
    kind: 'note',
    body: {},
    key: encodeMultikey('ed25519', key.publicKey),
  });
  expect(copy.log.receive([first.text]).applied).toHaveLength(1);
  guard.peerHolds(alice.identity.scid, alice.log.tips());
  expect(why()).not.toContain('Its key was changed since');
});
