import { existsSync } from 'node:fs';
import type { Result } from '#shared/errors.ts';
import { GhostStackError } from '#shared/errors.ts';
import type { CallInput, CallName, CallOutput } from '#shared/ipc/contract.ts';
import { callRunningNode } from './control-socket.ts';
import { type KeyOptions, readProtection } from './key-options.ts';

export interface NodeClient {
  /** True when a node runs in another process and answers through its local socket. */
  readonly running: boolean;
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new GhostStackError(result.error.code, result.error.message);
}

/**
 * Gives `use` a way to ask the node of a home: the running one, or else one opened here on the store, under the
 * lock and, unless `network` is given, without a network.
 */
export async function withNode<T>(
  home: string,
  key: KeyOptions & { readonly unlock: boolean; readonly network?: { readonly listen: readonly string[] } },
  use: (client: NodeClient) => Promise<T>,
): Promise<T> {
  const probe = await callRunningNode(home, 'state.snapshot', {});
  if (probe) {
    return use({
      running: true,
      async ask(name, input) {
        const answer = await callRunningNode(home, name, input);
        if (!answer) throw new GhostStackError('unavailable', 'The node has just stopped. Try again.');
        return unwrap(answer) as never;
      },
    });
  }
  if (!existsSync(home)) {
    throw new GhostStackError('not-found', `There is no node in ${home}. Create one: ghoststack init`);
  }
  // Loaded only here: what a running node answers needs none of it.
  const { createDispatch, publisherFor } = await import('../host/dispatch.ts');
  const { openHome } = await import('../node/home.ts');
  const { createNode } = await import('../node/node.ts');
  const opened = openHome(home);
  const protection = key.unlock ? await readProtection(key, { ask: 'Passphrase: ', repeat: false }) : null;
  const node = await createNode({
    home: opened,
    listen: key.network?.listen ?? [],
    network: key.network !== undefined,
    protection,
    deviceSecret: null,
  });
  const publisher = publisherFor(node, () => {});
  const call = createDispatch(node, publisher);
  try {
    return await use({
      running: false,
      ask: async (name, input) => unwrap(await call(name, input)) as never,
    });
  } finally {
    publisher.stop();
    await node.stop();
  }
}
