import { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import { meshDaemonCompliance } from '../../support/mesh-daemon-compliance.ts';
import { person, type TestNode, testNode } from '../../support/messaging.ts';

function daemonOf(node: TestNode): Libp2pDaemon {
  return new Libp2pDaemon({
    identity: node.self.key,
    directory: node.directory,
    receive: (frames) => node.inbox.receiveAll(frames),
  });
}

meshDaemonCompliance('Libp2pDaemon.peer', async (hooks) => {
  const [alice, bob, mallory] = [person('alice'), person('bob'), person('mallory')];
  const nodes = {
    alice: testNode(alice, [bob]),
    bob: testNode(bob, [alice], { hooks }),
    mallory: testNode(mallory, [bob]),
  };
  const daemons = {
    alice: daemonOf(nodes.alice),
    bob: daemonOf(nodes.bob),
    mallory: daemonOf(nodes.mallory),
  };
  await Promise.all(Object.values(daemons).map((daemon) => daemon.start()));
  const address = daemons.bob.addresses()[0] ?? '';
  const handles = [daemons.alice, daemons.mallory].map((daemon) => daemon.peer(bob.identity.did));
  // Paused before it is known where bob is: offline until it is brought online.
  for (const handle of handles) await handle.takeOffline();
  for (const daemon of [daemons.alice, daemons.mallory]) daemon.setPeer({ did: bob.identity.did, address });
  return {
    alice: nodes.alice,
    bob: nodes.bob,
    daemon: handles[0]!,
    mallory: { node: nodes.mallory, daemon: handles[1]! },
    close: async () => {
      await Promise.all(Object.values(daemons).map((daemon) => daemon.stop()));
      for (const node of Object.values(nodes)) await node.close();
    },
  };
});
