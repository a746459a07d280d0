import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { peerIdOf } from '../../../electron/node/transport/link/peer-key.ts';
import { DEFAULT_TIMING } from '../../../electron/node/transport/link/timing.ts';
import { TwinProbe, twinProbeKey } from '../../../electron/node/transport/link/twin-probe.ts';
import { CELL, cellNode } from '../../support/cell-node.ts';
import { forwarderTo } from '../../support/hostile/forwarder.ts';
import { addressOf, bareHost, connect, linked } from '../../support/libp2p.ts';
import { type Person, person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { reasonInEnglish } from '../../support/reason-in-english.ts';

const [alice, bob] = [person('alice'), person('bob')];
const plain = (address: string) => address.replace(/\/p2p\/.*/, '');

/** Who asks with the key of a holder of somebody's key. */
async function probeOf(who: Person): Promise<TwinProbe> {
  const probe = new TwinProbe({
    privateKey: await twinProbeKey(who.key),
    self: peerIdOf(who.key.publicKey),
    timing: DEFAULT_TIMING,
  });
  onTestFinished(() => probe.stop());
  return probe;
}

describe('Two nodes with one key', () => {
  it('learn of each other from a member that both are connected to, and prove it to each other', async () => {
    const [first, second] = [await cellNode(alice, [bob]), await cellNode(alice, [bob])];
    const member = await cellNode(bob, [alice]);
    await connect(first, member);
    second.daemon.setPeer({ did: bob.identity.did, address: addressOf(member) });
    for (const [node, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const port = addressOf(other).split('/')[4];
      const told = await pollUntil(
        () => node.log.told,
        ({ length }) => length > 0,
      );
      expect(told[0]).toContain(
        `bob says that a second node with this node's key is connected to it from 127.0.0.1:${port}`,
      );
      const twins = await pollUntil(
        () => node.log.twins,
        ({ length }) => length > 0,
      );
      expect(twins[0]).toContain(`A second node with this node's key runs at 127.0.0.1:${port}`);
    }
    const link = await pollUntil(
      () => second.daemon.status(bob.identity.did)!.link,
      ({ state }) => state === 'refused',
    );
    expect(reasonInEnglish(link)).toBe('another node with the key of this one is connected to it');
    // The first is kept.
    await linked(first, member);
    expect([...member.log.twins, ...member.log.told]).toEqual([]);
    // The member says so, and of itself the two say nothing of the kind.
    expect(member.daemon.status(alice.identity.did)?.twinSeenAtMs).toEqual(expect.any(Number));
    expect(first.daemon.status(bob.identity.did)?.twinSeenAtMs).toBeNull();
  });

  it('are told from one that was started again', async () => {
    const first = await cellNode(alice, [bob]);
    const member = await cellNode(bob, [alice]);
    await connect(first, member);
    for (let round = 0; round < 3; round++) {
      await first.daemon.stop();
      await first.daemon.start();
      await linked(first, member);
      await linked(member, first);
    }
    expect([...first.log.twins, ...first.log.told]).toEqual([]);
    expect(member.daemon.status(alice.identity.did)?.twinSeenAtMs).toBeNull();
  });

  it('answer a probe with the instance of their present life, and no other node does', async () => {
    const [one, twin] = [await cellNode(alice, []), await cellNode(alice, [])];
    const other = await cellNode(bob, []);
    const probe = await probeOf(alice);
    const [first, second] = await Promise.all(
      [one, twin].map((node) => probe.instanceAt(plain(addressOf(node)))),
    );
    expect([first, second]).toEqual([expect.any(String), expect.any(String)]);
    expect(first).not.toBe(second);
    expect(await probe.instanceAt(plain(addressOf(one)))).toBe(first);
    expect(await probe.instanceAt(plain(addressOf(other)))).toBeNull();
    await twin.daemon.stop();
    await twin.daemon.start();
    expect(await probe.instanceAt(plain(addressOf(twin)))).not.toBe(second);
    await one.daemon.stop();
    expect(await probe.instanceAt(plain(addressOf(twin)).replace(/\d+$/, '9'))).toBeNull();
  });

  it('let in who asks with the key that follows from theirs, and no other stranger', async () => {
    const node = await cellNode(alice, []);
    const stranger = await probeOf(bob);
    const asAlice = new TwinProbe({
      privateKey: await twinProbeKey(bob.key),
      self: peerIdOf(alice.key.publicKey),
      timing: DEFAULT_TIMING,
    });
    onTestFinished(() => asAlice.stop());
    expect(await asAlice.instanceAt(plain(addressOf(node)))).toBeNull();
    expect(await stranger.instanceAt(plain(addressOf(node)))).toBeNull();
    expect(await (await probeOf(alice)).instanceAt(plain(addressOf(node)))).not.toBeNull();
  });
});

describe('Somebody who passes connections on to the node that asks, or to another', () => {
  it('is no twin when it holds back the end of the handshake, nor when it passes on everything', async () => {
    const node = await cellNode(alice, [bob]);
    const between = await forwarderTo(addressOf(node), { holdsBack: true });
    const through = await forwarderTo(addressOf(node));
    await saysTwin(node, [between.address, through.address]);
    await pollUntil(
      () => [between, through].map((forwarder) => forwarder.count()),
      (counts) => counts.every((count) => count > 0),
    );
    // Asked after them: when it has an answer, they have theirs.
    const twin = await cellNode(alice, []);
    await saysTwin(node, [plain(addressOf(twin))]);
    const words = await pollUntil(
      () => node.log.twins,
      ({ length }) => length > 0,
    );
    expect(words).toHaveLength(1);
    expect(words[0]).toContain(addressOf(twin).split('/')[4]);
  });

  it('does not hide a twin to which it passes on everything', async () => {
    const [node, twin] = [await cellNode(alice, [bob]), await cellNode(alice, [])];
    const through = await forwarderTo(addressOf(twin));
    await saysTwin(node, [through.address]);
    const words = await pollUntil(
      () => node.log.twins,
      ({ length }) => length > 0,
    );
    expect(words[0]).toContain(through.address.split('/')[4]);
  });

  it('is not asked at a name, on another network or on the Internet, whoever says so', async () => {
    const node = await cellNode(alice, [bob]);
    const there = await forwarderTo(addressOf(node));
    const port = there.address.split('/')[4];
    await saysTwin(node, [`/dns4/localhost/tcp/${port}`, `/ip4/203.0.113.1/tcp/${port}`]);
    expect(node.log.told[0]).toContain('is connected to it. Nothing');
    await saysTwin(node, [there.address]);
    await pollUntil(there.count, (count) => count === 1);
  });
});

/** Bob, who is a member, says that a twin of this node is connected to him. */
async function saysTwin(node: Awaited<ReturnType<typeof cellNode>>, addresses: string[]): Promise<void> {
  const before = node.log.told.length;
  const host = await bareHost(bob);
  const connection = await host.dial(multiaddr(addressOf(node)));
  const stream = await connection.newStream(HELLO_PROTOCOL);
  const control = new FrameStream(stream, {
    maxFrameBytes: 32 * 1024,
    maxUnreadBytes: 64 * 1024,
    frameMs: 5_000,
  });
  const say = (value: object) => control.write(Buffer.from(JSON.stringify(value)));
  await say({
    type: 'hello',
    versions: [1],
    clock: Date.now(),
    instance: 'ab'.repeat(8),
    ports: [],
    cells: [{ cell: CELL, rules: 2 }],
  });
  await say({ type: 'twin', instance: 'cd'.repeat(8), addresses });
  await pollUntil(
    () => node.log.told.length,
    (length) => length > before,
  );
  await connection.close();
}
