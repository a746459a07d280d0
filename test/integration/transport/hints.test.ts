import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { multiaddr } from '@multiformats/multiaddr';
import { expect, it, onTestFinished } from 'vitest';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { HELLO_PROTOCOL } from '../../../electron/node/transport/link/frames.ts';
import { CELL, cellNode } from '../../support/cell-node.ts';
import { forwarderTo } from '../../support/hostile/forwarder.ts';
import { addressOf, bareHost, connect, linked } from '../../support/libp2p.ts';
import { type Person, person } from '../../support/messaging.ts';
import { pollUntil } from '../../support/poll-until.ts';

const [alice, bob, carol, dave] = ['alice', 'bob', 'carol', 'dave'].map(person) as [
  Person,
  Person,
  Person,
  Person,
];
const plain = (address: string) => address.replace(/\/p2p\/.*/, '');

/** Servers that take connections and say nothing. */
async function silent(count: number): Promise<{ addresses: string[]; dials(): number }> {
  let dials = 0;
  const addresses: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const server = createServer((socket) => {
      dials += 1;
      onTestFinished(() => void socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    addresses.push(`/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`);
  }
  return { addresses, dials: () => dials };
}

type Node = Awaited<ReturnType<typeof cellNode>>;

/** A member, with a key that may say hello, who then says where another one is. */
async function teller(node: Node, who: Person): Promise<(did: string, addresses: string[]) => Promise<void>> {
  const host = await bareHost(who);
  const connection = await host.dial(multiaddr(addressOf(node)));
  const stream = await connection.newStream(HELLO_PROTOCOL);
  const limits = { maxFrameBytes: 32 * 1024, maxUnreadBytes: 64 * 1024, frameMs: 5_000 };
  const control = new FrameStream(stream, limits);
  const say = (value: object) => control.write(Buffer.from(JSON.stringify(value)));
  await say({
    type: 'hello',
    versions: [1],
    clock: Date.now(),
    instance: 'ab'.repeat(8),
    ports: [],
    cells: [{ cell: CELL, rules: 2 }],
  });
  await pollUntil(
    () => node.daemon.status(who.identity.did)?.link.state,
    (state) => state === 'connected',
  );
  return async (did, addresses) => {
    for (let at = 0; at < addresses.length; at += 4) {
      await say({ type: 'where', members: [{ did, addresses: addresses.slice(at, at + 4) }] });
    }
  };
}

it('a member that tells of one address after another does not keep others from being met, and sends nobody anywhere much', async () => {
  const node = await cellNode(alice, [bob, carol, dave]);
  const sought = await cellNode(carol, [alice]);
  const lies = await silent(40);
  const say = await teller(node, bob);
  let going = true;
  const lying = (async () => {
    while (going) {
      for (const address of lies.addresses) await say(carol.identity.did, [address]);
      await setImmediate();
    }
  })();
  await pollUntil(lies.dials, (dials) => dials > 2);
  const startedMs = performance.now();
  const honest = await teller(node, dave);
  await honest(carol.identity.did, [plain(addressOf(sought))]);
  await linked(node, sought);
  expect(performance.now() - startedMs).toBeLessThan(6_000);
  going = false;
  await lying;
  // Eight at once, and then one in three seconds.
  expect(lies.dials()).toBeLessThan(12);
});

it('a member may not send this node to a name or to another network', async () => {
  const node = await cellNode(alice, [bob, carol]);
  const there = await silent(1);
  const port = there.addresses[0]!.split('/')[4];
  const say = await teller(node, bob);
  await say(carol.identity.did, [`/dns4/localhost/tcp/${port}`, `/ip4/203.0.113.1/tcp/${port}`]);
  await say(carol.identity.did, there.addresses);
  await pollUntil(there.dials, (dials) => dials > 0);
  expect(there.dials()).toBe(1);
});

it('one who passes the handshake on and nothing more holds up the next address for a moment only', async () => {
  const node = await cellNode(alice, [bob, carol]);
  const sought = await cellNode(carol, [alice]);
  const between = await forwarderTo(addressOf(sought), { holdsBack: true });
  const startedMs = performance.now();
  const say = await teller(node, bob);
  await say(carol.identity.did, [between.address, plain(addressOf(sought))]);
  await linked(node, sought);
  expect(performance.now() - startedMs).toBeLessThan(4_000);
  expect(between.count()).toBeGreaterThan(0);
});

it('what was only told is neither kept nor told on', async () => {
  const node = await cellNode(alice, [bob, carol, dave]);
  const lies = await silent(1);
  const say = await teller(node, bob);
  await say(carol.identity.did, lies.addresses);
  await pollUntil(lies.dials, (dials) => dials > 0);
  expect(node.daemon.status(carol.identity.did)?.addresses).toEqual([]);
  const other = await cellNode(dave, [alice, carol]);
  await connect(other, node);
  await pollUntil(
    () => other.daemon.status(alice.identity.did)?.link.state,
    (state) => state === 'connected',
  );
  expect(other.daemon.status(carol.identity.did)?.addresses ?? []).toEqual([]);
});

it('a peer with many addresses is tried at all of them, though nobody answers at the first ones', async () => {
  const node = await cellNode(alice, [carol]);
  const sought = await cellNode(carol, [alice]);
  const gone = await silent(4);
  node.daemon.setPeer({
    did: carol.identity.did,
    remembered: [...gone.addresses, plain(addressOf(sought))],
  });
  await linked(node, sought);
});
