import type { Connection, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL, PUSH_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { addressOf, bareHost, connect, linked, networkNode } from '../../support/libp2p.ts';
import { envelopeFrom, person, type ReceiveHooks } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { reasonInEnglish } from '../../support/reason-in-english.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const LIMITS = { maxFrameBytes: 16 * 1024 * 1024, maxUnreadBytes: 16 * 1024 * 1024, frameMs: 5_000 };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const hello = (extra: object = {}) =>
  json({ type: 'hello', versions: [1], clock: Date.now(), instance: '0'.repeat(32), ports: [], ...extra });

describe('Libp2pDaemon', () => {
  it('connects two that know each other, and both see when and how', async () => {
    const ahead = 4 * 60_000;
    const one = await networkNode(alice, [bob]);
    const other = await networkNode(bob, [alice], { clock: () => Date.now() + ahead });
    await connect(one, other);
    const status = one.daemon.status(bob.identity.did)!;
    expect(Math.abs(status.clockAheadMs! - ahead)).toBeLessThan(1_000);
    expect(Math.abs(other.daemon.status(alice.identity.did)!.clockAheadMs! + ahead)).toBeLessThan(1_000);
    expect(status.lastSeenAtMs).toBeGreaterThan(Date.now() - 10_000);
    // Bob was dialled, and knows now where alice listens.
    expect(addressOf(one)).toContain(other.daemon.status(alice.identity.did)!.addresses[0]);
  });

  it('is told anew what a peer’s clock reads once that was set', async () => {
    let ahead = 3 * 3_600_000;
    const one = await networkNode(alice, [bob]);
    const other = await networkNode(bob, [alice], {
      clock: () => Date.now() + ahead,
      uptime: () => performance.now(),
      timing: { clockLookMs: 50 },
    });
    await connect(one, other);
    expect(one.daemon.status(bob.identity.did)!.clockAheadMs).toBeGreaterThan(2 * 3_600_000);
    const connections = (): number => one.events.filter(({ type }) => type === 'connected').length;
    expect(connections()).toBe(1);
    ahead = 0;
    await pollUntil(
      () => one.daemon.status(bob.identity.did)!,
      ({ clockAheadMs, link }) => Math.abs(clockAheadMs!) < 1_000 && link.state === 'connected',
    );
    await linked(other, one);
    expect(connections()).toBe(2);
  });

  it('keeps one connection when both dial at once', async () => {
    for (let round = 0; round < 3; round++) {
      const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
      one.daemon.setPeer({ did: bob.identity.did, address: addressOf(other) });
      other.daemon.setPeer({ did: alice.identity.did, address: addressOf(one) });
      await linked(one, other);
      await linked(other, one);
      one.queue.enqueue('bob', 'over whichever is left');
      await pollUntil(
        () =>
          syncDeliver(one.queue, one.daemon.peer(bob.identity.did)).then(() => one.queue.pending().length),
        (left) => left === 0,
      );
      expect(other.inbox.messages).toHaveLength(1);
      await one.daemon.stop();
      await other.daemon.stop();
    }
  });

  it('says goodbye: the peer knows at once that it left and why', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    await connect(one, other);
    await other.daemon.stop();
    await pollUntil(
      () => one.daemon.status(bob.identity.did)!.link.state,
      (state) => state !== 'connected',
    );
    const goodbyes = one.events.filter(({ type }) => type === 'disconnected');
    expect(goodbyes).toEqual([
      { type: 'disconnected', did: bob.identity.did, reason: asWritten('the node is stopping') },
    ]);
  });

  it('finds a peer again that was away, at the same port and without being told', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    await connect(one, other);
    const address = addressOf(other);
    await other.daemon.stop();
    await pollUntil(
      () => one.daemon.status(bob.identity.did)!.nextTryAtMs,
      (atMs) => atMs !== null,
    );
    await other.daemon.start();
    expect(addressOf(other)).toBe(address);
    await linked(one, other);
  });

  it('asks a silent peer whether it is there, keeps one that answers, and gives it up when it does not', async () => {
    const one = await networkNode(alice, [bob]);
    const connection = await (await bareHost(bob)).dial(multiaddr(addressOf(one)));
    const control = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    await control.write(hello());
    await control.read();
    for (let asked = 0; asked < 2; asked++) {
      expect(JSON.parse(Buffer.from((await control.read())!).toString())).toEqual({ type: 'ping' });
      await control.write(json({ type: 'pong' }));
    }
    expect(one.daemon.status(bob.identity.did)!.link.state).toBe('connected');
    await control.write(json({ type: 'ping' }));
    expect(JSON.parse(Buffer.from((await control.read())!).toString())).toEqual({ type: 'pong' });
    expect(one.events).not.toContainEqual(expect.objectContaining({ type: 'disconnected' }));
    const link = await pollUntil(
      () => one.daemon.status(bob.identity.did)!.link.state,
      (state) => state !== 'connected',
    );
    expect(link).toBe('offline');
  });

  it('can be paused for one peer, and taken up again', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    await connect(one, other);
    const handle = one.daemon.peer(bob.identity.did);
    await handle.takeOffline();
    await pollUntil(
      () => other.daemon.status(alice.identity.did)!.link.state,
      (state) => state !== 'connected',
    );
    await other.daemon.tryNow();
    expect(handle.isOnline()).toBe(false);
    await handle.bringOnline();
    await linked(one, other);
  });

  it('lets no stranger in, and tells one that dialled in vain what may be the matter', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [])];
    one.daemon.setPeer({ did: bob.identity.did, address: addressOf(other) });
    const link = await pollUntil(
      () => one.daemon.status(bob.identity.did)!.link,
      ({ state }) => state === 'refused',
    );
    expect(reasonInEnglish(link)).toContain('may not have added this node yet');
    expect(other.events).toContainEqual({ type: 'stranger', did: alice.identity.did });
    expect(other.daemon.statuses()).toEqual([]);
    // Added meanwhile, it is let in at the next try.
    other.peers.push(alice);
    await one.daemon.tryNow();
    await linked(one, other);
  });

  it('lets strangers in whom isAllowed names, for later protocols', async () => {
    const one = await networkNode(alice, [bob]);
    const other = await networkNode(bob, [], { isAllowed: (did) => did === alice.identity.did });
    await connect(one, other);
  });

  it('takes a peer at whose address another node answers for away, and meets it at another address', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(carol, [alice])];
    one.daemon.setPeer({ did: bob.identity.did, address: addressOf(other) });
    const link = await pollUntil(
      () => one.daemon.status(bob.identity.did)!.link,
      ({ state }) => state !== 'connecting',
    );
    expect(link).toMatchObject({ state: 'never-seen' });
    const peer = await networkNode(bob, [alice]);
    const remembered = [addressOf(peer).replace(/\/p2p\/.*/, '')];
    one.daemon.setPeer({ did: bob.identity.did, remembered });
    await linked(one, peer);
  });

  it('does not start on a port that is taken, and says so', async () => {
    const one = await networkNode(alice, [bob]);
    const listen = [addressOf(one).replace(/\/p2p\/.*/, '')];
    const message = await expectCodeAsync('unavailable', () => networkNode(bob, [alice], { listen }));
    const [, port] = /tcp\/(\d+)/.exec(listen[0] ?? '') ?? [];
    expect(message).toContain(`127.0.0.1:${port}: the port is in use`);
  });

  it('forgets a peer that is removed', async () => {
    const [one, other] = [await networkNode(alice, [bob]), await networkNode(bob, [alice])];
    await connect(one, other);
    one.peers.length = 0;
    await one.daemon.removePeer(bob.identity.did);
    expect(one.daemon.statuses()).toEqual([]);
    const link = await pollUntil(
      () => other.daemon.status(alice.identity.did)!.link,
      ({ state }) => state === 'refused',
    );
    expect(link).toMatchObject({ state: 'refused' });
  });
});

describe('A peer that breaks the protocol is cut off and named:', () => {
  /** Bob's key in a host that does what it is told; it dials alice, who knows bob. */
  async function misbehaving(hooks: ReceiveHooks = {}) {
    const victim = await networkNode(alice, [bob, carol], {
      hooks,
      timing: { helloMs: 1_000, frameMs: 1_000 },
    });
    const host = await bareHost(bob);
    const dial = () => host.dial(multiaddr(addressOf(victim)));
    const control = async (connection: Connection) => {
      const frames = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
      await frames.write(hello());
      await frames.read(5_000);
      return frames;
    };
    const cutOff = () =>
      pollUntil(
        () => victim.daemon.status(bob.identity.did)?.link ?? null,
        (link) => link?.state === 'cut-off',
      );
    const gone = (connection: Connection) =>
      pollUntil(
        () => connection.status,
        (status) => status !== 'open',
      );
    return { victim, host, dial, control, cutOff, gone };
  }
  const push = (seq: number, envelopes: readonly (string | Uint8Array)[] = []) =>
    Buffer.concat([
      json({ type: 'envelopes', seq, done: 0, total: 1, bytes_done: 0, bytes_total: 1 }),
      ...envelopes.flatMap((envelope) => [Buffer.from('\n'), Buffer.from(envelope)]),
    ]);

  it('a frame over the limit, with its size; and the peer is told why', async () => {
    const { victim, dial, control, cutOff, gone } = await misbehaving();
    const connection = await dial();
    const frames = await control(connection);
    const stream = new FrameStream(await connection.newStream(PUSH_PROTOCOL), LIMITS);
    await stream.write(Buffer.alloc(9 * 1024 * 1024));
    const reason = says('error.violation.frameTooLarge', {
      size: says('error.size.megabytes', { n: 9 }),
      limit: says('error.size.kilobytes', { n: 256 }),
    });
    expect(await cutOff()).toEqual({ state: 'cut-off', reason });
    expect(victim.events).toContainEqual({ type: 'cut-off', did: bob.identity.did, reason });
    const bye = JSON.parse(Buffer.from((await frames.read(2_000))!).toString());
    expect(bye).toEqual({
      type: 'bye',
      code: 'cut-off',
      reason: 'sent a frame of 9 MB, the limit is 256 KB',
    });
    await gone(connection);
    // Not let in again for a while, unless the operator wants it.
    await expect(dial().then(control)).rejects.toThrow();
    await victim.daemon.tryNow(bob.identity.did);
    await control(await dial());
  });

  it('something that is not a frame of messages', async () => {
    const { dial, control, cutOff } = await misbehaving();
    const connection = await dial();
    await control(connection);
    const stream = new FrameStream(await connection.newStream(PUSH_PROTOCOL), LIMITS);
    await stream.write(Buffer.from('\u0000 junk'));
    expect(reasonInEnglish(await cutOff())).toBe('sent something that is not a frame of messages');
  });

  it('frames out of order', async () => {
    const { dial, control, cutOff } = await misbehaving();
    const connection = await dial();
    await control(connection);
    const stream = new FrameStream(await connection.newStream(PUSH_PROTOCOL), LIMITS);
    await stream.write(push(5));
    expect(reasonInEnglish(await cutOff())).toBe('sent frame 5 instead of 0');
  });

  it('more than the credit without waiting for an answer', async () => {
    const { dial, control, cutOff } = await misbehaving({ before: () => new Promise(() => undefined) });
    const connection = await dial();
    await control(connection);
    const stream = new FrameStream(await connection.newStream(PUSH_PROTOCOL), LIMITS);
    const envelopes = [Buffer.alloc(100 * 1024, 0x20), Buffer.alloc(100 * 1024, 0x20)];
    for (let seq = 0; seq < 32; seq++) await stream.write(push(seq, envelopes)).catch(() => undefined);
    expect(reasonInEnglish(await cutOff())).toBe('sent more than 4 MB without waiting for an answer');
  });

  it('a frame that never ends', async () => {
    const { dial, control, cutOff } = await misbehaving();
    const connection = await dial();
    await control(connection);
    const stream = await connection.newStream(PUSH_PROTOCOL);
    stream.send(Uint8Array.of(0, 0, 1, 0, 65));
    expect(reasonInEnglish(await cutOff())).toBe('began a frame and did not finish it within 1000 ms');
  });

  it('a flood of worthless messages, but not a few of them', async () => {
    const { victim, dial, control, cutOff } = await misbehaving();
    const connection = await dial();
    await control(connection);
    const stream = new FrameStream(await connection.newStream(PUSH_PROTOCOL), LIMITS);
    const good = await envelopeFrom(bob, alice, 'good');
    await stream.write(push(0, [...new Array(50).fill('{}'), good]));
    await stream.read(5_000);
    expect(victim.daemon.status(bob.identity.did)!.link.state).toBe('connected');
    await stream.write(push(1, new Array(50).fill('{}')));
    expect(reasonInEnglish(await cutOff())).toBe('sent 100 worthless messages within a minute');
    expect(victim.inbox.messages).toHaveLength(1);
  });

  it('a hello that is none', async () => {
    const { host, victim, cutOff } = await misbehaving();
    const connection = await host.dial(multiaddr(addressOf(victim)));
    const frames = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    await frames.write(json({ type: 'hello' }));
    expect(reasonInEnglish(await cutOff())).toBe('sent something that is not a hello');
  });

  it('who says no hello is sent away, and may push nothing', async () => {
    const { host, victim, gone } = await misbehaving();
    const connection = await host.dial(multiaddr(addressOf(victim)));
    const stream = await connection.newStream(PUSH_PROTOCOL).catch(() => null);
    if (stream !== null) await ended(stream);
    await gone(connection);
    expect(victim.inbox.messages).toEqual([]);
    expect(victim.daemon.statuses()).toEqual([]);
  });

  it('one that speaks another version is told so, and shown with both versions', async () => {
    const { host, victim } = await misbehaving();
    const connection = await host.dial(multiaddr(addressOf(victim)));
    const frames = new FrameStream(await connection.newStream(HELLO_PROTOCOL), LIMITS);
    await frames.write(hello({ versions: [2, 3] }));
    const link = await pollUntil(
      () => victim.daemon.status(bob.identity.did)?.link ?? null,
      (value) => value?.state === 'version',
    );
    expect(link).toEqual({ state: 'version', theirs: 3, ours: 1 });
  });

  it('and the others do not notice', async () => {
    const { victim, dial, control, cutOff } = await misbehaving();
    const other = await networkNode(carol, [alice]);
    await connect(other, victim);
    const connection = await dial();
    await control(connection);
    const stream = new FrameStream(await connection.newStream(PUSH_PROTOCOL), LIMITS);
    await stream.write(Buffer.alloc(1024 * 1024));
    await cutOff();
    other.queue.enqueue('alice', 'business as usual');
    expect(await syncDeliver(other.queue, other.daemon.peer(alice.identity.did))).toBe(1);
  });
});

/** Resolves when the stream is over. */
async function ended(stream: Stream): Promise<void> {
  await pollUntil(
    () => stream.status,
    (status) => status !== 'open',
  );
}
