import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { says } from '#shared/protocol/saying.ts';
import { readEnvelope } from '../../../electron/node/messaging/envelope.ts';
import type { MessageQueue } from '../../../electron/node/messaging/message-queue.ts';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import { KeyedMember, type KeyedNode, type KeyedNodeOptions, keyedNode } from '../../support/keyed-member.ts';
import { TestClock, texts } from '../../support/messaging.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

const DAY_MS = 86_400_000;

/** Alice writes to bob; either is opened again as `opened` says. */
function world(options: KeyedNodeOptions = {}) {
  const clock = new TestClock();
  const [alice, bob] = [new KeyedMember('alice'), new KeyedMember('bob')];
  const open = (member: KeyedMember, node: KeyedNode | null, more: KeyedNodeOptions = {}): KeyedNode => {
    const other = member === alice ? bob : alice;
    return keyedNode(member, [other], {
      clock: clock.now,
      ...options,
      ...more,
      ...(node ? { store: node.store } : {}),
    });
  };
  return { clock, alice, bob, open, from: open(alice, null), to: open(bob, null) };
}

async function only(queue: MessageQueue, did: string) {
  const batch = await queue.prepare(did, { which: 'all' });
  expect(batch).toHaveLength(1);
  return batch[0]!;
}

function keysOf(bytes: Uint8Array) {
  const read = readEnvelope(bytes);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.keys;
}

async function sync({ queue }: KeyedNode, { member, inbox }: KeyedNode): Promise<number> {
  const daemon = new MemoryDaemon(member.name, { inbox });
  daemon.bringOnline();
  return syncDeliver(queue, daemon);
}

describe('What waits when a key changes', () => {
  it("is sealed anew at once where the key is its sender's, and stands once: the acknowledgement was lost", async () => {
    const { alice, bob, open, from, to, clock } = world();
    from.queue.enqueue('bob', 'once');
    const first = await only(from.queue, bob.did);
    await to.inbox.receive([first.bytes]);
    alice.change(clock.nowMs);
    const after = open(alice, from);
    const second = await only(after.queue, bob.did);
    expect(second.envelopeId).not.toBe(first.envelopeId);
    expect(keysOf(second.bytes).sig).not.toBe(keysOf(first.bytes).sig);
    expect(await sync(after, to)).toBe(1);
    expect(texts(to.inbox.messages)).toEqual(['once']);
    expect(after.queue.get(1)).toMatchObject({ state: 'delivered' });
    // Nothing more is sealed for a change that was seen.
    after.queue.enqueue('bob', 'two');
    const { hash } = await only(after.queue, bob.did);
    after.queue.followKeys();
    expect((await only(open(alice, after).queue, bob.did)).hash).toBe(hash);
  });

  it('is sealed anew at once where its recipient lost the key', async () => {
    const { bob, open, from, clock } = world({ keeps: () => false });
    from.queue.enqueue('bob', 'once');
    const first = await only(from.queue, bob.did);
    bob.change(clock.nowMs, true);
    from.queue.followKeys();
    const second = await only(from.queue, bob.did);
    expect(keysOf(second.bytes).to).not.toBe(keysOf(first.bytes).to);
    expect(await sync(from, open(bob, null))).toBe(1);
  });

  it('stays as it is where its recipient has the key and another one', async () => {
    const { bob, open, from, to, clock } = world();
    from.queue.enqueue('bob', 'once');
    const first = await only(from.queue, bob.did);
    await to.inbox.receive([first.bytes]);
    bob.change(clock.nowMs);
    from.queue.followKeys();
    expect((await only(from.queue, bob.did)).hash).toBe(first.hash);
    const after = open(bob, to);
    expect(await sync(from, after)).toBe(1);
    expect(texts(after.inbox.messages)).toEqual(['once']);
  });

  it('and is answered with old-key is sealed anew, under the same name', async () => {
    const { bob, open, from, to, clock } = world({ keeps: () => false });
    from.queue.enqueue('bob', 'once');
    const first = await only(from.queue, bob.did);
    bob.change(clock.nowMs);
    const after = open(bob, to);
    expect(await sync(from, after)).toBe(0);
    expect(from.queue.get(1)).toMatchObject({ state: 'queued', code: null });
    expect((await only(from.queue, bob.did)).envelopeId).not.toBe(first.envelopeId);
    expect(await sync(from, after)).toBe(1);
    expect(texts(after.inbox.messages)).toEqual(['once']);
  });

  it('waits, and is not sealed again and again, until the sender knows the new key', async () => {
    let known = 1;
    const { bob, alice, open, to, clock } = world({ keeps: () => false });
    const from = open(alice, null, { knows: () => known });
    from.queue.enqueue('bob', 'once');
    const first = await only(from.queue, bob.did);
    bob.change(clock.nowMs);
    const after = open(bob, to);
    const answer = await after.inbox.receive([first.bytes]);
    const acknowledged = () => from.queue.markDelivered(answer, bob.person().identity, [first]);
    // Nor does it know the key that the answer is signed with.
    expectCode('bad-signature', acknowledged);
    expect((await only(from.queue, bob.did)).hash).toBe(first.hash);
    known = 2;
    acknowledged();
    expect((await only(from.queue, bob.did)).hash).not.toBe(first.hash);
    expect(await sync(from, after)).toBe(1);
  });

  it('is not sealed again and again where its sender has no other key: it is a machine that was lost', async () => {
    const { alice, bob, from, to, clock } = world({ knows: ({ all }) => all.length });
    alice.change(clock.nowMs - 3 * DAY_MS);
    from.queue.enqueue('bob', 'from the lost one');
    const { hash } = await only(from.queue, bob.did);
    for (let pass = 0; pass < 3; pass += 1) {
      expect(await sync(from, to)).toBe(0);
      clock.advance(DAY_MS / 24);
    }
    expect(from.store.db.prepare('SELECT envelope_hash FROM deliveries').pluck().all()).toEqual([hash]);
    expect(from.queue.get(1)).toMatchObject({ state: 'queued', code: 'old-key' });
  });

  it('is sealed anew whole or not at all: a disk that fails in the middle leaves it as it was', async () => {
    const { alice, bob, open, from, to, clock } = world();
    for (const text of ['one', 'two', 'three']) from.queue.enqueue('bob', text);
    const before = await from.queue.prepare(bob.did, { which: 'all', maxBytes: 1e6 });
    from.store.db.exec(
      `CREATE TEMP TRIGGER full BEFORE INSERT ON former_envelopes WHEN new.message = 3 BEGIN SELECT RAISE(ABORT, 'x'); END`,
    );
    alice.change(clock.nowMs);
    expect(() => open(alice, from)).toThrow();
    const hashes = () => from.store.db.prepare('SELECT envelope_hash FROM deliveries').pluck().all();
    expect(hashes()).toEqual(before.map(({ hash }) => hash));
    from.store.db.exec('DROP TRIGGER full');
    const after = open(alice, from);
    expect(await sync(after, to)).toBe(3);
    expect(texts(to.inbox.messages)).toEqual(['one', 'two', 'three']);
  });

  it('is tried again where the recipient does not know the new key yet', async () => {
    let known = 1;
    const { alice, bob, open, from, clock } = world();
    const to = open(bob, null, { knows: () => known });
    alice.change(clock.nowMs);
    const after = open(alice, from);
    after.queue.enqueue('bob', 'once');
    const { hash } = await only(after.queue, bob.did);
    expect(await sync(after, to)).toBe(0);
    expect(after.queue.get(1)).toMatchObject({ state: 'queued', code: 'unknown-key' });
    known = 2;
    expect((await only(after.queue, bob.did)).hash).toBe(hash);
    expect(await sync(after, to)).toBe(1);
    expect(texts(to.inbox.messages)).toEqual(['once']);
  });
});

describe('An acknowledgement', () => {
  it('under a key that its recipient had before counts for nothing; the recipient answers again', async () => {
    const { bob, open, from, to, clock } = world();
    from.queue.enqueue('bob', 'once');
    const batch = [await only(from.queue, bob.did)];
    const answer = await to.inbox.receive([batch[0]!.bytes]);
    bob.change(clock.nowMs, true);
    const before = bob.person(1).identity;
    expectCode('bad-signature', () => from.queue.markDelivered(answer, before, batch));
    expect(from.queue.get(1)!.state).not.toBe('delivered');
    expect(await sync(from, open(bob, to))).toBe(1);
  });
});

describe('An envelope that is answered', () => {
  const stored = (hash: string) => [{ hash, status: 'stored' as const }];

  it('after its message was taken back had arrived before; and nothing follows delivered', async () => {
    const { bob, from } = world();
    from.queue.enqueue('bob', 'once');
    const { hash } = await only(from.queue, bob.did);
    from.queue.cancel(1);
    const answer = { by: bob.person().identity, answeredAtMs: 0, writtenAtMs: null };
    expect(from.queue.settleByHash([{ hash, status: 'wrong-cell' }], answer)).toEqual([]);
    expect(from.queue.get(1)!.state).toBe('cancelled');
    expect(from.queue.settleByHash(stored(hash), answer)).toMatchObject([{ number: 1, status: 'delivered' }]);
    expect(from.queue.get(1)).toMatchObject({ state: 'delivered', code: null });
    expect(from.queue.get(1)!.steps.at(-1)).toMatchObject({
      step: 'delivered',
      detail: 'bob had it before you took it back',
    });
    for (const status of ['stored', 'full', 'wrong-cell'] as const)
      expect(from.queue.settleByHash([{ hash, status }], answer)).toEqual([]);
    expectCode('conflict', () => from.queue.cancel(1));
    expect(from.queue.get(1)!.state).toBe('delivered');
  });

  it('by somebody whom it is not for, or that is of nobody, changes nothing', async () => {
    const { alice, bob, from } = world();
    from.queue.enqueue('bob', 'once');
    const { hash } = await only(from.queue, bob.did);
    const times = { answeredAtMs: 0, writtenAtMs: null };
    expect(from.queue.settleByHash(stored(hash), { by: alice.person().identity, ...times })).toEqual([]);
    expect(from.queue.settleByHash(stored('a'.repeat(64)), { by: bob.person().identity, ...times })).toEqual(
      [],
    );
    expect(from.queue.get(1)!.state).toBe('queued');
  });

  it('before it was sealed anew delivers the message, but cannot end it', async () => {
    const { alice, bob, open, from, clock } = world();
    for (const text of ['one', 'two']) from.queue.enqueue('bob', text);
    const [one, two] = await from.queue.prepare(bob.did, { which: 'all', maxBytes: 1e6 });
    alice.change(clock.nowMs);
    const after = open(alice, from);
    const answer = { by: bob.person().identity, answeredAtMs: 0, writtenAtMs: null };
    expect(after.queue.settleByHash([{ hash: two!.hash, status: 'wrong-cell' }], answer)).toEqual([]);
    expect(after.queue.settleByHash(stored(one!.hash), answer)).toHaveLength(1);
    expect([1, 2].map((number) => after.queue.get(number)!.state)).toEqual(['delivered', 'queued']);
    const left = await only(after.queue, bob.did);
    expect(after.queue.settleByHash([{ hash: left.hash, status: 'wrong-cell' }], answer)).toHaveLength(1);
    expect(after.queue.get(2)).toMatchObject({ state: 'refused', code: 'wrong-cell' });
  });

  it('while it travels and the message was sealed anew for another reason is settled all the same', async () => {
    const { bob, from, to, clock } = world();
    from.queue.enqueue('bob', 'one');
    from.queue.enqueue('bob', 'two');
    const batch = await from.queue.prepare(bob.did, { which: 'all', maxBytes: 1e6 });
    from.queue.begin(batch);
    from.queue.written(batch);
    const answer = await to.inbox.receive(batch.map(({ bytes }) => bytes));
    bob.change(clock.nowMs, true);
    from.queue.followKeys();
    from.queue.unanswered(bob.person().identity, batch, says('error.messaging.noText'));
    const again = await from.queue.prepare(bob.did, { which: 'all', maxBytes: 1e6 });
    expect(again.map(({ number }) => number)).toEqual([1, 2]);
    expect(again.map(({ hash }) => hash)).not.toEqual(batch.map(({ hash }) => hash));
    const results = answer.results.map(({ hash, status }) => ({ hash, status }));
    const settled = from.queue.settleByHash(results, {
      by: bob.person().identity,
      answeredAtMs: 0,
      writtenAtMs: null,
    });
    expect(settled).toHaveLength(2);
    expect(await from.queue.prepare(bob.did, { which: 'all' })).toEqual([]);
  });
});

describe('A sender that is restored', () => {
  it.each(['bob', 'broadcast'])('from before it sealed a message to %s sends it once', async (recipient) => {
    const { alice, bob, to, clock } = world();
    const folder = temporaryFolder();
    const carol = new KeyedMember('carol');
    const open = (name: string) =>
      keyedNode(alice, [bob, carol], { clock: clock.now, store: openStore({ path: join(folder, name) }) });
    const first = open('node.db');
    first.queue.enqueue(recipient, 'once');
    // Nothing is sealed before the loop turns.
    first.store.db.exec(`VACUUM INTO '${join(folder, 'backup.db')}'`);
    expect(await sync(first, to)).toBe(1);
    const restored = open('backup.db');
    expect(await sync(restored, to)).toBe(1);
    expect(texts(to.inbox.messages)).toEqual(['once']);
    clock.advance(DAY_MS);
    for (const { store } of [first, restored]) store.close();
  });

  it("from before a name was somebody's sends what was for it once", async () => {
    const { alice, bob, to, clock } = world();
    const folder = temporaryFolder();
    const others: KeyedMember[] = [];
    const open = (name: string) =>
      keyedNode(alice, others, { clock: clock.now, store: openStore({ path: join(folder, name) }) });
    const first = open('node.db');
    first.queue.enqueue('bob', 'once');
    first.store.db.exec(`VACUUM INTO '${join(folder, 'backup.db')}'`);
    others.push(bob);
    expect(await sync(first, to)).toBe(1);
    const restored = open('backup.db');
    expect(await sync(restored, to)).toBe(1);
    expect(texts(to.inbox.messages)).toEqual(['once']);
    for (const { store } of [first, restored]) store.close();
  });
});
