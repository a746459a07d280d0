import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { MAX_TTL_MS, REPLAY_MEMORY_MS } from '../../../electron/node/messaging/limits.ts';
import { PeerBook } from '../../../electron/node/messaging/peer-book.ts';
import { PURGE_EVERY_MS } from '../../../electron/node/messaging/replay-purger.ts';
import { NodeEvents } from '../../../electron/node/root/node-events.ts';
import { NodeSession } from '../../../electron/node/root/node-session.ts';
import { NO_EVENTS } from '../../../electron/node/store/events/event-log.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { openStore, type Store } from '../../../electron/node/store/store.ts';
import { envelopeFrom, person, TestClock } from '../../support/messaging.ts';

const [alice, bob] = [person('alice'), person('bob')];
let store: Store;
let clock: TestClock;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  store = openStore({ path: ':memory:' });
  clock = new TestClock(Date.now());
});

afterEach(() => {
  vi.useRealTimers();
  store.close();
});

/** Bob's node with its key open, off the network. */
function sessionOfBob(): NodeSession {
  const peers = new PeerBook(store, bob.identity);
  if (peers.list().length === 0)
    peers.add({ did: alice.identity.did, name: 'alice', address: null }, clock.nowMs);
  const session = new NodeSession({
    key: bob.key,
    name: 'bob',
    store,
    home: tmpdir(),
    settings: new SettingsStore(store),
    peers,
    uptime: () => clock.nowMs,
    clock: clock.now,
    listen: [],
    network: false,
    carrying: () => ({ carries: true, shareMib: 16 }),
    carryAwayMs: 100,
    peerAwayAfterMs: 60_000,
    discovery: [],
    changed: () => undefined,
    life: () => undefined,
    problem: (failure) => {
      throw new Error(failure.message);
    },
    cell: null,
    kept: () => [],
    heard: () => undefined,
    passed: () => undefined,
    events: new NodeEvents(NO_EVENTS, store),
  });
  onTestFinished(() => session.stop());
  return session;
}

const remembered = () => store.db.prepare('SELECT count(*) FROM received_envelopes').pluck().get();

it('forgets what came once its replay cannot be taken for new any more, hourly and at the next start', async () => {
  const session = sessionOfBob();
  const [one, other] = [await envelopeFrom(alice, bob, 'one'), await envelopeFrom(alice, bob, 'other')];
  await session.inbox.receive([one]);
  clock.advance(MAX_TTL_MS + REPLAY_MEMORY_MS);
  vi.advanceTimersByTime(PURGE_EVERY_MS - 1);
  expect(remembered()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(remembered()).toBe(0);
  expect((await session.inbox.receive([one])).results[0]!.status).toBe('expired');

  clock.advance(-MAX_TTL_MS - REPLAY_MEMORY_MS);
  await session.inbox.receive([other]);
  await session.stop();
  clock.advance(MAX_TTL_MS);
  await sessionOfBob().stop();
  expect(remembered()).toBe(1);
  clock.advance(REPLAY_MEMORY_MS);
  sessionOfBob();
  expect(remembered()).toBe(0);
});
