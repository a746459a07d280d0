import type { Libp2p } from '@libp2p/interface';
import { onTestFinished } from 'vitest';
import { createHost } from '../../electron/node/transport/link/create-host.ts';
import type { DaemonEvent, Libp2pDaemonOptions } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { Libp2pDaemon } from '../../electron/node/transport/link/libp2p-daemon.ts';
import { hostKey } from '../../electron/node/transport/link/peer-key.ts';
import { DEFAULT_TIMING } from '../../electron/node/transport/link/timing.ts';
import { type Person, type ReceiveHooks, type TestNode, testNode } from './messaging.ts';
import { pollUntil } from './poll-until.ts';

export interface NetworkNode extends TestNode {
  readonly daemon: Libp2pDaemon;
  readonly events: DaemonEvent[];
}

/** A node on the loopback interface, started; stopped when the test ends. */
export async function networkNode(
  self: Person,
  peers: Person[],
  options: Partial<Libp2pDaemonOptions> & { hooks?: ReceiveHooks } = {},
): Promise<NetworkNode> {
  const { hooks = {}, ...rest } = options;
  const node = testNode(self, peers, { hooks, ...(rest.clock === undefined ? {} : { clock: rest.clock }) });
  const events: DaemonEvent[] = [];
  const daemon = new Libp2pDaemon({
    identity: self.key,
    directory: node.directory,
    receive: (frames) => node.inbox.receiveAll(frames),
    observe: (event) => events.push(event),
    ...rest,
  });
  onTestFinished(async () => {
    await daemon.stop();
    await node.close();
  });
  await daemon.start();
  return { ...node, daemon, events };
}

export function addressOf(node: NetworkNode): string {
  const [address] = node.daemon.addresses();
  if (address === undefined) throw new Error('it does not listen');
  return address;
}

/** Tells one where the other is, and waits until both are connected. */
export async function connect(from: NetworkNode, to: NetworkNode): Promise<void> {
  from.daemon.setPeer({ did: to.self.identity.did, address: addressOf(to) });
  await linked(from, to);
  await linked(to, from);
}

export async function linked(node: NetworkNode, peer: NetworkNode): Promise<void> {
  const { did } = peer.self.identity;
  await pollUntil(
    () => node.daemon.status(did)?.link ?? null,
    (link) => link?.state === 'connected',
  );
}

/** A bare libp2p host with somebody's key, to misbehave with. */
export async function bareHost(who: Person): Promise<Libp2p> {
  const host = await createHost({
    privateKey: await hostKey(who.key),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    gate: {},
    timing: DEFAULT_TIMING,
  });
  onTestFinished(async () => {
    await host.stop();
  });
  return host;
}
