import { MemoryDaemon } from '../../../electron/node/transport/link/memory-daemon.ts';
import { meshDaemonCompliance } from '../../support/mesh-daemon-compliance.ts';
import { person, testNode } from '../../support/messaging.ts';

meshDaemonCompliance('MemoryDaemon', async (hooks) => {
  const [alice, bob, mallory] = [person('alice'), person('bob'), person('mallory')];
  const nodes = {
    alice: testNode(alice, [bob]),
    bob: testNode(bob, [alice], { hooks }),
    mallory: testNode(mallory, [bob]),
  };
  return {
    alice: nodes.alice,
    bob: nodes.bob,
    daemon: new MemoryDaemon('bob', { inbox: nodes.bob.inbox }),
    mallory: { node: nodes.mallory, daemon: new MemoryDaemon('bob', { inbox: nodes.bob.inbox }) },
    close: async () => {
      for (const node of Object.values(nodes)) await node.close();
    },
  };
});
