import type { Store } from '../store/store.ts';
import { openChecked } from './damage/open-checked.ts';
import { GhostNode } from './node.ts';
import type { NodeOptions } from './node-options.ts';

/**
 * A cell node: the composition of all layers over one home. It starts locked unless it is given what opens its
 * key; conversations, settings and the agent can be read all the same.
 * @throws {GhostStackError} `store-newer`, `store-corrupt`, `wrong-passphrase`, `key-file`, … in words; the home
 * is then given back.
 */
export async function createNode(options: NodeOptions): Promise<GhostNode> {
  let store: Store | null = null;
  try {
    store = openChecked({
      home: options.home,
      readOnly: options.readOnly ?? false,
      // A command is soon over; whatever it stumbles on, a node that starts finds, too.
      thorough: options.network,
      nowMs: options.nowMs ?? Date.now,
    });
    const node = new GhostNode(options, store);
    await node.start();
    return node;
  } catch (thrown) {
    store?.close();
    options.home.release();
    throw thrown;
  }
}
