import { openStore, type Store } from '../store/store.ts';
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
    store = openStore({ path: options.home.databasePath, readOnly: options.readOnly ?? false });
    const node = new GhostNode(options, store);
    await node.start();
    return node;
  } catch (thrown) {
    store?.close();
    options.home.release();
    throw thrown;
  }
}
