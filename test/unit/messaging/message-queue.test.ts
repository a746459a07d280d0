import { describe, expect, it, onTestFinished } from 'vitest';
import { Message } from '#shared/contract/domain/message.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import type { Inbox } from '../../../electron/node/messaging/inbox.ts';
import { MessageQueue } from '../../../electron/node/messaging/message-queue.ts';
import { type SyncEvent, syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import {
  type Person,
  person,
  TestClock,
  type TestNode,
  type TestNodeOptions,
  testNode,
  texts,
} from '../../support/messaging.ts';
import { expectCode } from '../../support/throws-code.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const DAY_MS = 86_400_000;

function node(self: Person, peers: Person[], options: TestNodeOptions = {}): TestNode {
  const created = testNode(self, peers, options);
  onTestFinished(() => created.close());
  return created;
}

function daemonOf(inbox: Inbox): MemoryDaemon {
  const daemon = new MemoryDaemon(inbox.nodeId, { inbox });
  daemon.bringOnline();
  return daemon;
}

describe('MessageQueue', () => {
  it('gives numbers from 1 and shows waiting and settled messages as the tutorial prints them', async () => {
    const { queue } = node(alice, [bob]);
    expect(queue.enqueue('bob', 'Hello Bob, sync later!')).toBe(1);
    expect(queue.enqueue('bob', 'Offline message 2')).toBe(2);
    const rows = [
      { id: 1, sender: 'alice', recipient: 'bob', payload: 'Hello Bob, sync later!', delivered: false },
      { id: 2, sender: 'alice', recipient: 'bob', payload: 'Offline message 2', delivered: false },
    ];
    expect(queue.pending('bob')).toEqual(rows);
    expect(queue.pending(bob.identity.did)).toEqual(rows);
    expect(queue.pending('carol')).toEqual([]);
    await syncDeliver(queue, daemonOf(node(bob, [alice]).inbox));
    expect(queue.pending()).toEqual([]);
    expect(queue.all()).toEqual(rows.map((row) => ({ ...row, delivered: true })));
  });

  it('works without any argument', () => {
    const queue = new MessageQueue();
    expect(queue.enqueue('anyone', 'hello')).toBe(1);
    expect(queue.pending()).toHaveLength(1);
    onTestFinished(() => queue.close());
  });

  it('tells the life of a message, each step with its time', async () => {
    const clock = new TestClock();
    const { queue } = node(alice, [bob], { clock: clock.now });
    const receiver = node(bob, [alice], { clock: clock.now });
    const number = queue.enqueue('bob', 'hello');
    await queue.prepare(bob.identity.did);
    clock.advance(5_000);
    await syncDeliver(queue, daemonOf(receiver.inbox));
    const message = queue.get(number)!;
    expect(Message.parse(message)).toEqual(message);
    expect(message.steps.map(({ step, atMs }) => [step, atMs - message.createdAtMs])).toEqual([
      ['written', 0],
      ['queued', 0],
      ['sealed', 0],
      ['sent', 5_000],
      ['delivered', 5_000],
    ]);
    expect(message).toMatchObject({
      thread: bob.identity.did,
      direction: 'out',
      state: 'delivered',
      attempts: 1,
      nextTryAtMs: null,
      expiresAtMs: message.createdAtMs + 7 * DAY_MS,
    });
    expect(message.sealedBytes).toBeGreaterThan(500);
    expect(queue.get(message.id)).toEqual(message);
    const received = receiver.inbox.get(1)!;
    expect(Message.parse(received)).toMatchObject({
      id: message.id,
      direction: 'in',
      state: 'received',
      thread: alice.identity.did,
      text: 'hello',
    });
  });

  it('refuses what is no message, no recipient or no lifetime, and stores nothing', () => {
    const { queue } = node(alice, [bob]);
    expectCode('invalid-argument', () => queue.enqueue('bob', ''));
    expectCode('invalid-argument', () => queue.enqueue('', 'text'));
    expectCode('invalid-argument', () => queue.enqueue('bob', 'half a pair: \ud800'));
    expectCode('too-large', () => queue.enqueue('bob', 'x'.repeat(64 * 1024 + 1)));
    expectCode('too-large', () => queue.enqueue('bob', '\u0001'.repeat(60 * 1024)));
    expectCode('invalid-argument', () => queue.enqueue('bob', 'text', { ttlMs: 31 * DAY_MS }));
    expectCode('invalid-argument', () => queue.enqueue('bob', 'text', { ttlMs: Number.NaN }));
    expectCode('invalid-argument', () => queue.enqueue(7 as never, 'text'));
    expectCode('invalid-argument', () => queue.enqueue('bob', { text: 1 } as never));
    expect(queue.all()).toEqual([]);
  });

  it('delivers the longest text that it takes', async () => {
    const { queue } = node(alice, [bob]);
    const { inbox } = node(bob, [alice]);
    const text = '"\n'.repeat(32 * 1024);
    queue.enqueue('bob', text);
    expect(await syncDeliver(queue, daemonOf(inbox))).toBe(1);
    expect(texts(inbox.messages)).toEqual([text]);
  });

  it('keeps messages for a name until somebody has it', async () => {
    const peers: Person[] = [];
    const { queue } = node(alice, peers);
    const { inbox } = node(bob, [alice]);
    queue.enqueue('bob', 'for whoever is bob');
    expect(await syncDeliver(queue, daemonOf(inbox))).toBe(0);
    expect(queue.get(1)).toMatchObject({ thread: 'bob', state: 'queued' });
    peers.push(bob);
    expect(await syncDeliver(queue, daemonOf(inbox))).toBe(1);
    expect(queue.get(1)).toMatchObject({ thread: bob.identity.did, state: 'delivered' });
  });

  it('sends a broadcast as one row, with an envelope and an acknowledgement for each peer', async () => {
    const { queue } = node(alice, [bob, carol]);
    const [bobs, carols] = [node(bob, [alice]), node(carol, [alice])];
    const number = queue.enqueue('broadcast', 'to all of you');
    expect(queue.pending()).toHaveLength(1);
    await syncDeliver(queue, daemonOf(bobs.inbox));
    expect(queue.get(number)).toMatchObject({ state: 'queued', deliveredTo: { done: 1, total: 2 } });
    await syncDeliver(queue, daemonOf(bobs.inbox));
    await syncDeliver(queue, daemonOf(carols.inbox));
    const message = queue.get(number)!;
    expect(message).toMatchObject({
      state: 'delivered',
      thread: 'broadcast',
      deliveredTo: { done: 2, total: 2 },
    });
    expect(message.steps.filter(({ step }) => step === 'delivered').map(({ detail }) => detail)).toEqual([
      'bob',
      'carol',
    ]);
    expect(queue.all()).toEqual([
      { id: 1, sender: 'alice', recipient: 'broadcast', payload: 'to all of you', delivered: true },
    ]);
    for (const { inbox } of [bobs, carols]) {
      expect(inbox.get(1)).toMatchObject({ thread: 'broadcast', senderDid: alice.identity.did });
    }
    expect(bobs.inbox.get(1)!.id).toBe(carols.inbox.get(1)!.id);
  });

  it('ends the life of a message that is past its time, and sends it again when asked', async () => {
    const clock = new TestClock();
    const { queue } = node(alice, [bob], { clock: clock.now });
    const number = queue.enqueue('bob', 'soon over', { ttlMs: 60_000 });
    queue.enqueue('bob', 'longer');
    clock.advance(60_000);
    expect(queue.expire()).toEqual([number]);
    expect(queue.get(number)).toMatchObject({ state: 'expired' });
    expect(queue.pending()).toHaveLength(1);
    const again = queue.sendAgain(number);
    expect(queue.get(again)).toMatchObject({ text: 'soon over', state: 'queued', thread: bob.identity.did });
    expectCode('conflict', () => queue.sendAgain(again));
    const { inbox } = node(bob, [alice], { clock: clock.now });
    await syncDeliver(queue, daemonOf(inbox));
    expect(texts(inbox.messages)).toEqual(['longer', 'soon over']);
  });

  it('cancels what waits, and nothing else', async () => {
    const { queue } = node(alice, [bob]);
    const { inbox } = node(bob, [alice]);
    const [first, second] = [queue.enqueue('bob', 'one'), queue.enqueue('bob', 'two')];
    expect(queue.cancel(first)).toMatchObject({ state: 'cancelled' });
    expectCode('conflict', () => queue.cancel(first));
    expectCode('not-found', () => queue.cancel('no such id'));
    await syncDeliver(queue, daemonOf(inbox));
    expect(texts(inbox.messages)).toEqual(['two']);
    expectCode('conflict', () => queue.cancel(second));
  });

  it('does not cancel what is being sent right now', async () => {
    const { queue } = node(alice, [bob]);
    queue.enqueue('bob', 'one');
    const batch = await queue.prepare(bob.identity.did);
    queue.begin(batch);
    expect(queue.get(1)).toMatchObject({ state: 'sending' });
    expectCode('conflict', () => queue.cancel(1));
    expect(await queue.prepare(bob.identity.did)).toEqual([]);
    queue.release(bob.identity, batch);
    expect(queue.get(1)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(queue.cancel(1).steps.at(-1)).toMatchObject({ step: 'cancelled', detail: null });
  });

  it('remembers of what was written out and given up that it may have arrived', async () => {
    const { queue } = node(alice, [bob]);
    queue.enqueue('bob', 'one');
    const batch = await queue.prepare(bob.identity.did);
    queue.begin(batch);
    queue.written(batch);
    expect(queue.get(1)).toMatchObject({ state: 'sent' });
    queue.release(bob.identity, batch);
    expect(queue.get(1)).toMatchObject({ state: 'sent', attempts: 0, nextTryAtMs: null });
    expect(queue.get(1)!.steps.at(-1)).toMatchObject({ step: 'sent' });
    expect(await queue.prepare(bob.identity.did, { which: 'due' })).toEqual(batch);
    expect(queue.cancel(1).steps.at(-1)).toMatchObject({
      step: 'cancelled',
      detail: 'it was sent before, so it may have arrived',
    });
  });

  it('tries again later and later, at once when the peer is back, and says why it waits', async () => {
    const clock = new TestClock();
    const { queue } = node(alice, [bob], { clock: clock.now });
    queue.enqueue('bob', 'hello');
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      const batch = await queue.prepare(
        bob.identity.did,
        attempt > 3 ? { which: 'all', troubledExcept: new Set() } : { which: 'all' },
      );
      queue.begin(batch);
      queue.unanswered(bob.identity, batch, asWritten(`try ${attempt} failed`));
      const { attempts, nextTryAtMs } = queue.get(1)!;
      expect(attempts).toBe(attempt);
      waits.push(nextTryAtMs! - clock.nowMs);
    }
    expect(waits[1]).toBeGreaterThan(waits[0]!);
    expect(Math.max(...waits)).toBeLessThanOrEqual(75_000);
    const troubled = { troubledExcept: new Set<number>() };
    expect(await queue.prepare(bob.identity.did, troubled)).toEqual([]);
    expect(await queue.prepare(bob.identity.did, { ...troubled, which: 'reconnected' })).toHaveLength(1);
    const tries = queue.get(1)!.steps.filter(({ step }) => step === 'tried');
    expect(tries.map(({ detail }) => detail)).toEqual(
      [4, 5, 6, 7, 8].map((attempt) => `try ${attempt} failed`),
    );
    const { nextTryAtMs } = queue.get(1)!;
    expect(queue.dueAgain(nextTryAtMs! - 1)).toEqual([]);
    expect(queue.dueAgain(nextTryAtMs!)).toEqual([bob.identity.did]);
  });

  it('lets one message that always fails hold up no other', async () => {
    const { queue } = node(alice, [bob]);
    const { inbox } = node(bob, [alice]);
    const poison = queue.enqueue('bob', 'poison');
    const daemon = daemonOf(inbox);
    const deliver = daemon.deliver.bind(daemon);
    const { envelopeId } = (await queue.prepare(bob.identity.did))[0]!;
    Object.assign(daemon, { batch: { messages: 100, bytes: 200_000, inFlight: 1 } });
    daemon.deliver = (envelopes, options) => {
      if (envelopes.some((bytes) => Buffer.from(bytes).includes(envelopeId))) {
        throw new GhostStackError('offline', asWritten('the connection was cut'));
      }
      return deliver(envelopes, options);
    };
    for (let index = 0; index < 5; index++) queue.enqueue('bob', `message ${index}`);
    for (let pass = 0; pass < 6; pass++) await syncDeliver(queue, daemon);
    expect(texts(inbox.messages)).toEqual([0, 1, 2, 3, 4].map((index) => `message ${index}`));
    expect(queue.pending().map(({ id }) => id)).toEqual([poison]);
  });

  it('keeps a refusal with its code, and goes on trying after one that passes', async () => {
    const clock = new TestClock();
    const { queue } = node(alice, [bob], { clock: clock.now });
    const late = new TestClock(clock.nowMs - 2 * DAY_MS);
    const receiver = node(bob, [alice], { clock: late.now });
    const number = queue.enqueue('bob', 'from the future');
    const events: SyncEvent[] = [];
    const observe = (event: SyncEvent): void => void events.push(event);
    await syncDeliver(queue, daemonOf(receiver.inbox), undefined, { observe });
    expect(events.at(-1)).toMatchObject({ type: 'refused', id: number, code: 'clock', retry: true });
    expect(queue.get(number)).toMatchObject({ state: 'queued', code: 'clock' });
    expect(queue.get(number)!.steps.at(-1)!.detail).toBe("your clock is 2 days ahead of bob's");
    late.advance(2 * DAY_MS);
    await syncDeliver(queue, daemonOf(receiver.inbox));
    expect(queue.get(number)).toMatchObject({ state: 'delivered', code: null });

    const unknown = node(carol, []);
    const { queue: other } = node(alice, [carol]);
    other.enqueue('carol', 'you do not know me');
    await syncDeliver(other, daemonOf(unknown.inbox), undefined, { observe });
    expect(events.at(-1)).toMatchObject({ type: 'refused', code: 'not-a-peer', retry: false });
    expect(other.get(1)).toMatchObject({ state: 'refused', code: 'not-a-peer' });
  });

  it('shows conversations with what is unread and what waits', async () => {
    const nodes = [node(alice, [bob, carol]), node(bob, [alice])] as const;
    const [{ queue, inbox }, bobs] = nodes;
    queue.enqueue('bob', 'one');
    await syncDeliver(queue, daemonOf(bobs.inbox));
    bobs.queue.enqueue('alice', 'two');
    await syncDeliver(bobs.queue, daemonOf(inbox));
    queue.enqueue('bob', 'three');
    queue.enqueue('carol', 'four');
    queue.enqueue('broadcast', 'five');
    expect(queue.threads().map(({ id, last, unread, waiting }) => [id, last!.text, unread, waiting])).toEqual(
      [
        ['broadcast', 'five', 0, 1],
        [carol.identity.did, 'four', 0, 1],
        [bob.identity.did, 'three', 1, 1],
      ],
    );
    expect(queue.summary()).toMatchObject({ waiting: 3 });
    expect(queue.summary().waitingFor.toSorted()).toEqual(
      ['broadcast', carol.identity.did, bob.identity.did].toSorted(),
    );
    expect(queue.markRead(bob.identity.did)).toBe(1);
    expect(queue.threads().map(({ unread }) => unread)).toEqual([0, 0, 0]);
    const page = queue.list({ thread: bob.identity.did, before: null, limit: 2 });
    expect(page.messages.map(({ text }) => text)).toEqual(['two', 'three']);
    expect(page.more).toBe(true);
    const older = queue.list({ thread: bob.identity.did, before: page.messages[0]!.number, limit: 2 });
    expect(older).toMatchObject({ messages: [{ text: 'one' }], more: false });
  });

  it('tells observers what was queued and what changed', async () => {
    const events: string[] = [];
    const { queue } = node(alice, [bob]);
    queue.subscribe((event) => events.push(event.type === 'queued' ? `queued ${event.to}` : event.state));
    queue.enqueue('bob', 'hello');
    await syncDeliver(queue, daemonOf(node(bob, [alice]).inbox));
    expect(events.filter((event, index) => event !== events[index - 1])).toEqual([
      'queued bob',
      'queued',
      'sending',
      'sent',
      'delivered',
    ]);
  });
});
