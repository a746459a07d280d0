import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Result } from '#shared/errors.ts';
import { GhostStackError } from '#shared/errors.ts';
import type { CallInput, CallName, CallOutput } from '#shared/ipc/contract.ts';
import type { KeyProtection } from '../node/identity/key-store.ts';
import type { GhostNode } from '../node/node.ts';
import { callRunningNode } from './control-socket.ts';
import { type KeyOptions, readProtection } from './key-options.ts';

export interface NodeClient {
  /** True when a node runs in another process and answers through its local socket. */
  readonly running: boolean;
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
}

type Use<T> = (client: NodeClient) => Promise<T>;

/** A node that begins takes its home first and answers later; a command is soon over. So long either is waited for. */
const TAKEN_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/**
 * Gives `use` a way to ask the node of a home: the running one, or else one opened here on the store, under the
 * lock and, unless `network` is given, without a network.
 */
export async function withNode<T>(
  home: string,
  key: KeyOptions & { readonly unlock: boolean; readonly network?: { readonly listen: readonly string[] } },
  use: Use<T>,
): Promise<T> {
  if (!existsSync(home)) {
    throw new GhostStackError('not-found', `There is no node in ${home}. Create one: ghoststack init`);
  }
  let asked: Promise<KeyProtection | null> | null = null;
  return runningOr(home, use, async () => {
    // Before the home is taken: a person who types must not keep a node from starting.
    if (key.unlock) asked ??= readProtection(key, { ask: 'Passphrase: ', isNew: false });
    const protection = (await asked) ?? null;
    const { openHome } = await import('../node/home.ts');
    const opened = openHome(home);
    return async () => {
      const { createNode } = await import('../node/node.ts');
      const node = await createNode({
        home: opened,
        listen: key.network?.listen ?? [],
        network: key.network !== undefined,
        protection,
        deviceSecret: null,
      });
      return useHere(node, use);
    };
  });
}

/**
 * The same to read by: without the key, and without taking the home, so that reading is never in the way of a node
 * that starts meanwhile.
 */
export async function withReader<T>(home: string, use: Use<T>): Promise<T> {
  return runningOr(home, use, async () => {
    const { homeToRead } = await import('../node/home.ts');
    const opened = homeToRead(home);
    return async () => {
      const { createNode } = await import('../node/node.ts');
      const node = await createNode({
        home: opened,
        listen: [],
        network: false,
        protection: null,
        deviceSecret: null,
        readOnly: true,
      });
      return useHere(node, use);
    };
  });
}

/** Asks the running node; without one, does what `open` gives. A home that is taken is looked at again for a while. */
async function runningOr<T>(home: string, use: Use<T>, open: () => Promise<() => Promise<T>>): Promise<T> {
  const endMs = performance.now() + TAKEN_MS;
  for (;;) {
    const answer = await callRunningNode(home, 'state.snapshot', {});
    if (answer?.ok) return use(runningClient(home));
    let opened: (() => Promise<T>) | null = null;
    try {
      opened = await open();
    } catch (thrown) {
      const isTaken = thrown instanceof GhostStackError && thrown.code === 'home-locked';
      if (!isTaken || performance.now() > endMs) {
        if (isTaken && answer) unwrap(answer);
        throw thrown;
      }
    }
    if (opened) return opened();
    await delay(LOOK_AGAIN_MS);
  }
}

function runningClient(home: string): NodeClient {
  return {
    running: true,
    async ask(name, input) {
      const answer = await callRunningNode(home, name, input);
      if (!answer) throw new GhostStackError('unavailable', 'The node has just stopped. Try again.');
      return unwrap(answer) as never;
    },
  };
}

async function useHere<T>(node: GhostNode, use: Use<T>): Promise<T> {
  // Loaded only here: what a running node answers needs none of it.
  const { createDispatch, publisherFor } = await import('../host/dispatch.ts');
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

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new GhostStackError(result.error.code, result.error.message);
}
