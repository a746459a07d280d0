import { setTimeout as delay } from 'node:timers/promises';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { ErrorCode, Result } from '#shared/contract/errors.ts';
import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { callRunningNode } from '../host/running-node.ts';
import type { KeyProtection } from '../node/identity/key-store.ts';
import type { GhostNode } from '../node/root/node.ts';
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
  let asked: Promise<KeyProtection | null> | null = null;
  return runningOr(home, use, async () => {
    const { openHome, requireNode } = await import('../node/root/home.ts');
    requireNode(home);
    // Before the home is taken: a person who types must not keep a node from starting.
    if (key.unlock) asked ??= readProtection(key, { ask: 'Passphrase: ', isNew: false });
    const protection = (await asked) ?? null;
    const opened = openHome(home);
    return async () => {
      const { createNode } = await import('../node/root/create-node.ts');
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
    const { homeToRead } = await import('../node/root/home.ts');
    const opened = homeToRead(home);
    return async () => {
      const { createNode } = await import('../node/root/create-node.ts');
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
      if (!isTaken || performance.now() > endMs || (await isWindows(home))) {
        if (isTaken && answer) unwrap(answer);
        throw thrown;
      }
    }
    if (opened) return opened();
    await delay(LOOK_AGAIN_MS);
  }
}

/** A window answers no command, and stays: it is not waited for. */
async function isWindows(home: string): Promise<boolean> {
  const { readHolder } = await import('../node/store/home-holder.ts');
  return readHolder(home)?.program === 'window';
}

function runningClient(home: string): NodeClient {
  return {
    running: true,
    async ask(name, input) {
      const answer = await callRunningNode(home, name, input);
      if (!answer) throw new GhostStackError('unavailable', says('error.headless.nodeJustStoppedTryAgain'));
      return unwrapped(name, answer) as never;
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
      ask: async (name, input) => unwrapped(name, withCommand(await call(name, input))) as never,
    });
  } finally {
    publisher.stop();
    await node.stop();
  }
}

/** What is missing to a node that was opened for one command alone, and how its operator gives it. */
const GIVEN_BY: Partial<Record<ErrorCode, string>> = {
  'key-locked': 'The key is locked. Say how to open it: --key-file FILE or --passphrase-file FILE.',
  offline: 'No node runs in this home, so nobody could reach it. Start it first: ghoststack start',
};

function withCommand(result: Result<unknown>): Result<unknown> {
  const message = result.ok ? undefined : GIVEN_BY[result.error.code];
  return result.ok || message === undefined ? result : { ok: false, error: { ...result.error, message } };
}

/** What a call's check says begins with the name of the call, which says nothing to whoever typed a command. */
function unwrapped(name: CallName, result: Result<unknown>): unknown {
  if (result.ok || !result.error.message.startsWith(`${name}: `)) return unwrap(result);
  const said = fieldInWords(result.error.message.slice(name.length + 2));
  throw new GhostStackError(
    result.error.code,
    says('error.headless.said', { toUpperCase: said.charAt(0).toUpperCase(), said: said.slice(1) }),
  );
}

/** `rules.turnMs is less than 1000.` is `turn is less than 1 s.`: fields as people know them, and seconds. */
function fieldInWords(said: string): string {
  const [, field, rest] = /^(?:\w+\.)*(\w+)( .*)$/.exec(said) ?? [];
  if (field === undefined || rest === undefined) return said;
  const words = (field === 'did' ? 'identity' : field).replace(
    /(?<=[a-z])[A-Z]/g,
    (letter) => ` ${letter.toLowerCase()}`,
  );
  if (!words.endsWith(' ms')) return words + rest;
  return words.slice(0, -3) + rest.replace(/\d+/, (ms) => `${Number(ms) / 1000} s`);
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw thrownFailure(result.error);
}
