import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Connection, Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import { JoinQuestions } from '../../../electron/node/cell/joining/join-exchange.ts';
import { JOIN_PROTOCOL } from '../../../electron/node/transport/join/join-frames.ts';
import type { JoinDesk } from '../../../electron/node/transport/link/cell-link.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL, PUSH_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { peerIdOf } from '../../../electron/node/transport/link/peer-key.ts';
import { LOG_PROTOCOL } from '../../../electron/node/transport/log/log-frames.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { cellNode } from '../../support/cell-node.ts';
import { forwarderTo } from '../../support/hostile/forwarder.ts';
import { addressOf, bareHost, networkNode } from '../../support/libp2p.ts';
import { person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];
const LIMITS = { maxFrameBytes: 1024 * 1024, maxUnreadBytes: 4 * 1024 * 1024, frameMs: 5_000 };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const read = async (frames: FrameStream) => JSON.parse(String(Buffer.from((await frames.read(5_000))!)));

/** Where somebody listens who never says a word. */
async function silentAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`;
}

/** A desk that remembers what it was asked; closed when `open` is set to false. */
function desk(answer: (request: unknown, key: Uint8Array) => Promise<unknown>) {
  const asked: { request: unknown; key: Uint8Array }[] = [];
  const joinDesk: JoinDesk & { open: boolean } = {
    open: true,
    isOpen: () => joinDesk.open,
    answer: (request, key) => {
      asked.push({ request, key });
      return answer(request, key);
    },
  };
  return { joinDesk, asked };
}

const question = (inviter: { daemon: { addresses(): string[] } }, request: unknown = { name: 'bob' }) => ({
  addresses: inviter.daemon.addresses(),
  inviterKey: alice.key.publicKey,
  request,
});

describe('Joining', () => {
  it('brings a stranger’s request to the desk with the key that it proved, and the answer back', async () => {
    const { joinDesk, asked } = desk((request) => Promise.resolve({ heard: request }));
    const inviter = await cellNode(alice, [], { joinDesk });
    const newcomer = await networkNode(bob, []);
    const answer = await newcomer.daemon.askToJoin(question(inviter));
    expect(answer).toEqual({ heard: { name: 'bob' } });
    expect(asked.map(({ key }) => Buffer.from(key))).toEqual([Buffer.from(bob.key.publicKey)]);
    // Each is on its own again.
    expect(newcomer.daemon.statuses()).toEqual([]);
    expect(inviter.daemon.statuses()).toEqual([]);
    // It may ask again.
    expect(await newcomer.daemon.askToJoin(question(inviter, 2))).toEqual({ heard: 2 });
  });

  it('hands on code and words of a refusal', async () => {
    const { joinDesk } = desk(() =>
      Promise.reject(new GhostStackError('expired', asWritten('The invitation has expired.'))),
    );
    const inviter = await cellNode(alice, [], { joinDesk });
    const newcomer = await networkNode(bob, []);
    const words = await expectCodeAsync('expired', () => newcomer.daemon.askToJoin(question(inviter)));
    expect(words).toBe('The invitation has expired.');
  });

  it('tells strangers nothing of what goes wrong inside', async () => {
    const { joinDesk } = desk(() => Promise.reject(new Error('SQLITE_CORRUPT /home/alice')));
    const inviter = await cellNode(alice, [], { joinDesk });
    const newcomer = await networkNode(bob, []);
    const words = await expectCodeAsync('internal', () => newcomer.daemon.askToJoin(question(inviter)));
    expect(words).toBe('The request could not be answered.');
  });

  it('stops strangers at the gate while no invitation is open', async () => {
    const { joinDesk, asked } = desk(() => Promise.resolve('come in'));
    joinDesk.open = false;
    const inviter = await cellNode(alice, [], { joinDesk });
    const newcomer = await networkNode(bob, []);
    const words = await expectCodeAsync('unavailable', () => newcomer.daemon.askToJoin(question(inviter)));
    expect(words).toContain('lets nobody in now');
    expect(asked).toEqual([]);
    expect(inviter.events).toContainEqual({ type: 'stranger', did: bob.identity.did });
    joinDesk.open = true;
    expect(await newcomer.daemon.askToJoin(question(inviter))).toBe('come in');
  });

  it('stops strangers at the gate of a node that is in no cell', async () => {
    const inviter = await networkNode(alice, []);
    const newcomer = await networkNode(bob, []);
    await expectCodeAsync('unavailable', () => newcomer.daemon.askToJoin(question(inviter)));
  });

  it('says so when the inviter is not there, or somebody else is', async () => {
    const { joinDesk } = desk(() => Promise.resolve('never'));
    const inviter = await cellNode(alice, [], { joinDesk });
    const newcomer = await networkNode(bob, []);
    const other = { ...question(inviter), inviterKey: carol.key.publicKey };
    const words = await expectCodeAsync('unavailable', () => newcomer.daemon.askToJoin(other));
    expect(words).toContain('another node answers');
    const before = question(inviter);
    await inviter.daemon.stop();
    expect(await expectCodeAsync('offline', () => newcomer.daemon.askToJoin(before))).toContain(
      'cannot be reached at 127.0.0.1:',
    );
    await newcomer.daemon.stop();
    await expectCodeAsync('unavailable', () => newcomer.daemon.askToJoin(before));
  });

  it('finds the inviter at any of its addresses, whoever answers at the others', async () => {
    const { joinDesk } = desk(() => Promise.resolve('come in'));
    const inviter = await cellNode(alice, [], { joinDesk });
    const [other, newcomer] = [await networkNode(carol, []), await networkNode(bob, [])];
    const silent = await Promise.all([1, 2, 3].map(() => silentAddress()));
    const addresses = [...other.daemon.addresses(), ...silent, ...inviter.daemon.addresses()];
    expect(await newcomer.daemon.askToJoin({ ...question(inviter), addresses })).toBe('come in');
  });

  it('can be stopped while it waits for the answer', async () => {
    const stop = new AbortController();
    const { joinDesk } = desk(() => {
      stop.abort();
      return new Promise(() => undefined);
    });
    const inviter = await cellNode(alice, [], { joinDesk });
    const newcomer = await networkNode(bob, []);
    const asking = { ...question(inviter), signal: stop.signal };
    await expectCodeAsync('cancelled', () => newcomer.daemon.askToJoin(asking));
  });

  it('gives up on a desk that never answers', async () => {
    const { joinDesk } = desk(() => new Promise(() => undefined));
    const inviter = await cellNode(alice, [], { joinDesk, timing: { joinMs: 300 } });
    const newcomer = await networkNode(bob, []);
    await expect(newcomer.daemon.askToJoin(question(inviter))).rejects.toThrow(GhostStackError);
  });
});

describe('The desk of a real cell', () => {
  it('answers whoever it admitted and who was inside when it closed', async () => {
    const cell = LocalCell.found('Maple Street', { name: 'alice', key: alice.key });
    const newcomer = new LocalMember({ name: 'bob', key: bob.key });
    onTestFinished(() => {
      cell.close();
      newcomer.close();
    });
    const joinDesk = cell.first.node.admissions;
    const inviter = await cellNode(alice, [], { joinDesk });
    const invitation = readInvitation(joinDesk.invite([plainAddressOf(inviter)], 60_000).code);
    const host = await bareHost(bob);
    const question = new JoinQuestions({ invitation, identity: newcomer.identity, alias: 'bob' }).next();
    const connections = [];
    for (let turn = 0; turn < 2; turn++) connections.push(await dialPatiently(host, addressOf(inviter)));
    const states: unknown[] = [];
    for (const connection of connections) {
      const frames = new FrameStream(await connection.newStream(JOIN_PROTOCOL), LIMITS);
      await frames.write(json(question));
      const reply = await read(frames);
      states.push(reply.ok ? reply.value.state : reply.error);
    }
    // While the gate is open for somebody else: whoever brings its words, and another key, is not taken for it.
    const thief = await networkNode(carol, []);
    const again = { addresses: [addressOf(inviter)], inviterKey: alice.key.publicKey, request: question };
    const other = joinDesk.invite([plainAddressOf(inviter)], 60_000);
    await expectCodeAsync('refused', () => thief.daemon.askToJoin(again));
    joinDesk.revoke(other.id);
    // The first answer is that it is admitted, and the desk has closed with it.
    expect(states).toEqual(['admitted', 'admitted']);
    expect(joinDesk.isOpen()).toBe(false);
  });
});

const plainAddressOf = (node: Parameters<typeof addressOf>[0]) => addressOf(node).replace(/\/p2p\/.*/, '');

/** One address may open five connections a second; whoever opens more is cut off at once. */
function dialPatiently(host: Libp2p, address: string): Promise<Connection> {
  return pollUntil(
    () => host.dial(multiaddr(address), { force: true }).catch(() => null),
    (connection) => connection !== null,
  ) as Promise<Connection>;
}

describe('A stranger', () => {
  async function admitted(timing: { joinMs?: number } = {}) {
    const { joinDesk, asked } = desk((request) => Promise.resolve(request));
    const inviter = await cellNode(alice, [carol], { joinDesk, timing });
    const host = await bareHost(bob);
    const dial = () => dialPatiently(host, addressOf(inviter));
    return { inviter, host, dial, asked };
  }

  it.each([HELLO_PROTOCOL, PUSH_PROTOCOL, LOG_PROTOCOL])('is cut off when it opens %s', async (protocol) => {
    const { inviter, dial } = await admitted();
    const connection = await dial();
    const stream = await connection.newStream(protocol).catch(() => null);
    if (stream !== null) {
      const frames = new FrameStream(stream, LIMITS);
      await frames.write(json({ type: 'hello' })).catch(() => undefined);
      await frames.read(5_000).catch(() => undefined);
    }
    await pollUntil(
      () => connection.status,
      (status) => status === 'closed' || status === 'aborted',
    );
    expect(inviter.daemon.statuses()).toEqual([]);
  });

  it('learns nothing of the protocols that members speak', async () => {
    const { dial } = await admitted();
    const connection = await dial();
    await expect(connection.newStream('/ipfs/id/1.0.0').then(String)).rejects.toThrow();
  });

  it('may ask for no more than 64 KiB', async () => {
    const { dial, asked } = await admitted();
    const connection = await dial();
    const frames = new FrameStream(await connection.newStream(JOIN_PROTOCOL), LIMITS);
    await frames.write(json('x'.repeat(64 * 1024))).catch(() => undefined);
    await expect(frames.read(5_000).then((frame) => frame?.length)).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it('is told when what it asks is no JSON', async () => {
    const { dial, asked } = await admitted();
    const frames = new FrameStream(await (await dial()).newStream(JOIN_PROTOCOL), LIMITS);
    await frames.write(Buffer.from('{"a":1,"a":2}'));
    expect(await read(frames)).toMatchObject({ ok: false, error: { code: 'malformed' } });
    expect(asked).toEqual([]);
  });

  it('is made to wait when it asks too often', async () => {
    const { dial, asked } = await admitted();
    const codes: string[] = [];
    for (let turn = 0; turn < 14; turn++) {
      const connection = await dial();
      const frames = new FrameStream(await connection.newStream(JOIN_PROTOCOL), LIMITS);
      await frames.write(json(turn));
      const reply = await read(frames);
      codes.push(reply.ok ? 'answered' : reply.error.code);
      await connection.close();
    }
    expect(codes.filter((code) => code === 'answered').length).toBe(asked.length);
    expect(asked.length).toBeGreaterThanOrEqual(10);
    expect(codes.at(-1)).toBe('unavailable');
  });

  it('is sent away when it does nothing', async () => {
    const { dial } = await admitted({ joinMs: 300 });
    const connection = await dial();
    await pollUntil(
      () => connection.status,
      (status) => status === 'closed' || status === 'aborted',
    );
  });

  it('is one of four from its address at the same time at most, and keeps out nobody from another one', async () => {
    const { inviter, dial, asked } = await admitted();
    for (let turn = 0; turn < 4; turn++) await dial();
    const late = await bareHost(person('one too many'));
    await dialPatiently(late, addressOf(inviter));
    await pollUntil(
      () => inviter.events,
      (events) => events.some(({ type }) => type === 'stranger'),
    );
    const elsewhere = await forwarderTo(addressOf(inviter), { from: '127.0.0.2' });
    const newcomer = await networkNode(person('from elsewhere'), []);
    await newcomer.daemon.askToJoin({ ...question(inviter), addresses: [elsewhere.address] });
    expect(asked).toHaveLength(1);
  });

  it('is one of sixteen at the same time at most, wherever from', async () => {
    const { inviter, host, dial } = await admitted();
    for (const from of ['127.0.0.2', '127.0.0.3', '127.0.0.4']) {
      const { address } = await forwarderTo(addressOf(inviter), { from });
      for (let turn = 0; turn < 4; turn++)
        await dialPatiently(host, `${address}/p2p/${peerIdOf(alice.key.publicKey)}`);
    }
    for (let turn = 0; turn < 4; turn++) await dial();
    const { address } = await forwarderTo(addressOf(inviter), { from: '127.0.0.5' });
    const late = await networkNode(person('one too many'), []);
    await expectCodeAsync('unavailable', () =>
      late.daemon.askToJoin({ ...question(inviter), addresses: [address] }),
    );
  });
});
