import { describe, expect, it, onTestFinished } from 'vitest';
import type { Directory } from '../../../electron/node/messaging/directory.ts';
import { lifetimeNow, type TimedMessage } from '../../../electron/node/messaging/lifetime.ts';
import { DEFAULT_TTL_MS } from '../../../electron/node/messaging/limits.ts';
import { MessageQueue } from '../../../electron/node/messaging/message-queue.ts';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import {
  type Person,
  person,
  TestClock,
  type TestNode,
  type TestNodeOptions,
  testNode,
} from '../../support/messaging.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const DAY_MS = 86_400_000;

function node(self: Person, peers: Person[], options: TestNodeOptions = {}): TestNode {
  const created = testNode(self, peers, options);
  onTestFinished(() => created.close());
  return created;
}

function daemonOf({ inbox }: TestNode): MemoryDaemon {
  const daemon = new MemoryDaemon(inbox.nodeId, { inbox });
  daemon.bringOnline();
  return daemon;
}

describe('a message to everyone', () => {
  it('goes to one while it travels to another', async () => {
    const { queue } = node(alice, [bob, carol]);
    queue.enqueue('broadcast', 'to both');
    const [toBob] = await queue.prepare(bob.identity.did);
    queue.begin([toBob!]);
    const [toCarol] = await queue.prepare(carol.identity.did);
    expect(toCarol).toMatchObject({ number: 1, recipientDid: carol.identity.did });
    queue.begin([toCarol!]);
    queue.written([toBob!]);
    expect(queue.get(1)!.state).toBe('sending');
    queue.written([toCarol!]);
    expect(queue.get(1)!.state).toBe('sent');
    queue.release(bob.identity, [toBob!]);
    expect((await queue.prepare(carol.identity.did, { which: 'all' })).length).toBe(0);
  });

  it('reaches nobody who came after it was written, and says so', async () => {
    const peers: Person[] = [];
    const { queue } = node(alice, peers);
    queue.enqueue('broadcast', 'hello?');
    expect(queue.pending()).toHaveLength(1);
    peers.push(bob);
    expect(await queue.prepare(bob.identity.did)).toEqual([]);
    expect(queue.get(1)).toMatchObject({ state: 'refused', code: 'nobody' });
    expect(queue.summary().waiting).toBe(0);
  });
});

describe('the rows of one node', () => {
  it('stay its own when it becomes a member under another DID', () => {
    const store = openStore({ path: ':memory:' });
    onTestFinished(() => store.close());
    const clock = new TestClock();
    const before = testNode(alice, [], { store, clock: clock.now });
    before.queue.enqueue('zoe', 'written before the cell');
    const directory: Directory = {
      self: { ...alice.identity, did: 'did:webvh:alice:ghoststack.invalid' },
      resolve: () => null,
      peers: () => [],
      versions: () => [],
    };
    const after = new MessageQueue('alice', { store, identity: alice.key, directory, clock: clock.now });
    expect(after.pending()).toHaveLength(1);
    clock.advance(40 * DAY_MS);
    expect(after.expire()).toEqual([1]);
    expect(after.get(1)!.state).toBe('expired');
  });
});

describe('a clock that is ahead of what is known to have passed', () => {
  /** A node whose computer's clock is set 60 days ahead by `set`, and put right by `mend`. */
  function doubting(self: Person, peers: Person[]) {
    const clock = new TestClock();
    const startMs = clock.nowMs;
    const made = node(self, peers, { clock: clock.now, endsBy: () => startMs });
    return {
      ...made,
      set: () => clock.advance(60 * DAY_MS),
      mend: () => clock.advance(-60 * DAY_MS),
    };
  }

  it('ends no message', () => {
    const { queue, set, mend } = doubting(alice, [bob]);
    queue.enqueue('bob', 'hello');
    set();
    expect(queue.expire()).toEqual([]);
    mend();
    expect(queue.get(1)!.state).toBe('queued');
  });

  it('forgets no message that has arrived, so that it arrives once', async () => {
    const { inbox, set, mend } = doubting(bob, [alice]);
    const sender = node(alice, [bob], { clock: new TestClock().now });
    sender.queue.enqueue('bob', 'hello');
    const [envelope] = await sender.queue.prepare(bob.identity.did);
    await inbox.receive([envelope!.bytes]);
    set();
    inbox.purge();
    mend();
    await inbox.receive([envelope!.bytes]);
    const thread = { thread: alice.identity.did, before: null, limit: 10 };
    expect(inbox.list(thread).messages).toHaveLength(1);
  });
});

describe('a lifetime', () => {
  const message = { createdAtMs: 0, expiresAtMs: 7 * DAY_MS, recipientAheadMs: 0, prolonged: false };

  it('stands while it runs, and is over at its end', () => {
    for (const nowMs of [0, DAY_MS, 7 * DAY_MS, 40 * DAY_MS]) expect(lifetimeNow(message, nowMs)).toBeNull();
  });

  it('begins when the clock was put back, and keeps its length', () => {
    const ahead = { ...message, createdAtMs: 60 * DAY_MS, expiresAtMs: 67 * DAY_MS };
    const next = lifetimeNow(ahead, DAY_MS);
    expect(next).toMatchObject({ createdAtMs: DAY_MS, expiresAtMs: 8 * DAY_MS });
    expect(lifetimeNow(ahead, 60 * DAY_MS - 1000)).toBeNull();
    // Mended for good: it is over at its end, and not before.
    for (const nowMs of [2 * DAY_MS, 9 * DAY_MS]) expect(lifetimeNow(next ?? ahead, nowMs)).toBeNull();
  });

  it('is the first one again once a clock that was put back comes to where it was, however often', () => {
    let life: TimedMessage = { ...message, createdAtMs: 100 * DAY_MS, expiresAtMs: 107 * DAY_MS };
    for (const lostMs of [50 * DAY_MS, 90 * DAY_MS, 99 * DAY_MS]) {
      life = lifetimeNow(life, 100 * DAY_MS - lostMs) ?? life;
      expect(life.createdAtMs).toBe(100 * DAY_MS - lostMs);
    }
    expect(lifetimeNow(life, 101 * DAY_MS)).toEqual({
      createdAtMs: 100 * DAY_MS,
      expiresAtMs: 107 * DAY_MS,
      recipientAheadMs: 0,
      prolonged: false,
    });
  });

  it('is moved by what the clock was behind, once', () => {
    const behind = { ...message, recipientAheadMs: 10 * DAY_MS };
    expect(lifetimeNow(behind, 6 * DAY_MS)).toBeNull();
    expect(lifetimeNow(behind, 10 * DAY_MS)).toMatchObject({
      createdAtMs: 10 * DAY_MS,
      expiresAtMs: 17 * DAY_MS,
      prolonged: true,
    });
    expect(lifetimeNow({ ...behind, prolonged: true }, 10 * DAY_MS)).toBeNull();
    expect(lifetimeNow(behind, 18 * DAY_MS)).toBeNull();
  });
});

describe('a message that is sealed anew', () => {
  it('is delivered once, also if the answer to its first envelope was lost', async () => {
    const clock = new TestClock();
    const { queue } = node(alice, [bob], { clock: clock.now });
    const hooks: NonNullable<TestNodeOptions['hooks']> = { after: () => ({}) };
    const receiver = node(bob, [alice], { clock: clock.now, hooks });
    clock.advance(DAY_MS / 2);
    const number = queue.enqueue('bob', 'hello');
    expect(await syncDeliver(queue, daemonOf(receiver))).toBe(0);
    clock.advance(-DAY_MS / 2);
    delete hooks.after;
    expect(await syncDeliver(queue, daemonOf(receiver))).toBe(1);
    expect(receiver.inbox.messages).toHaveLength(1);
    expect(queue.get(number)).toMatchObject({ state: 'delivered' });
    expect(queue.get(number)!.expiresAtMs).toBe(clock.nowMs + DEFAULT_TTL_MS);
  });

  it('has no next try further off than the longest wait, once the clock is put back', async () => {
    const clock = new TestClock();
    const { queue } = node(alice, [bob], { clock: clock.now });
    const receiver = node(bob, [alice], { hooks: { before: () => Promise.reject(new Error('no')) } });
    queue.enqueue('bob', 'hello');
    clock.advance(5 * DAY_MS);
    await syncDeliver(queue, daemonOf(receiver)).catch(() => {});
    expect(queue.dueAgain(clock.nowMs)).toEqual([]);
    clock.advance(-5 * DAY_MS);
    expect(queue.dueAgain(clock.nowMs)).toEqual([bob.identity.did]);
  });
});
