import { setTimeout as delay } from 'node:timers/promises';
import type { CallInput, CallName, CallOutput } from '#shared/contract/contract.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import type { ErrorCode, Result } from '#shared/contract/errors.ts';
import { fail, GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { t } from '#shared/words/translate.ts';
import { callRunningNode, watchRunningNode } from '../host/running-node.ts';
import type { KeyProtection } from '../node/identity/key-store.ts';
import type { GhostNode } from '../node/root/node.ts';
import { complaintInWords } from './call-complaint.ts';
import { type KeyOptions, readProtection } from './key-options.ts';

export interface NodeClient {
  /** True when a node runs in another process and answers through its local socket. */
  readonly running: boolean;
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Hears what it pushes from when this resolves, and if it ends before; returns how to stop. */
  watch(heard: (push: Push) => void, ended?: (error: GhostStackError) => void): Promise<() => void>;
}

/** What may take hours, and shows how far it is meanwhile. */
const LONG: ReadonlySet<CallName> = new Set(['care.backup', 'care.export', 'messages.send', 'files.save']);
const LONG_MS = 24 * 3_600_000;

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
  key: KeyOptions & {
    readonly unlock: boolean;
    readonly network?: { readonly listen: readonly string[] };
    readonly sealedBy?: KeyProtection | null;
  },
  use: Use<T>,
): Promise<T> {
  let asked: Promise<KeyProtection | null> | null = null;
  return runningOr(home, use, async () => {
    const { openHome, requireNode } = await import('../node/root/home.ts');
    requireNode(home);
    // Before the home is taken: a person who types must not keep a node from starting.
    if (key.unlock) asked ??= readProtection(key, { ask: t('terminal.passphrase.ask'), isNew: false });
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
        sealedBy: key.sealedBy ?? null,
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
    if (answer?.ok) return use(runningClient(home, answer));
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

/** `snapshot` was answered just now: who begins by asking for one need not wait for another. */
function runningClient(home: string, snapshot: Result<unknown>): NodeClient {
  let isNew = true;
  queueMicrotask(() => {
    isNew = false;
  });
  return {
    running: true,
    async ask(name, input) {
      if (isNew && name === 'state.snapshot') return unwrapped(snapshot) as never;
      const answer = await callRunningNode(home, name, input, LONG.has(name) ? LONG_MS : undefined);
      if (!answer) throw justStopped();
      return unwrapped(answer) as never;
    },
    async watch(heard, ended) {
      const onEnd = () => ended?.(new GhostStackError('unavailable', says('error.headless.nodeEnded')));
      const watched = await watchRunningNode(home, { onPush: heard, onEnd });
      if (watched === null) throw justStopped();
      return () => watched.close();
    },
  };
}

function justStopped(): GhostStackError {
  return new GhostStackError('unavailable', says('error.headless.nodeJustStopped'));
}

async function useHere<T>(node: GhostNode, use: Use<T>): Promise<T> {
  // Loaded only here: what a running node answers needs none of it.
  const { createDispatch, publisherFor } = await import('../host/dispatch.ts');
  const listeners = new Set<(push: Push) => void>();
  const publisher = publisherFor(node, (push) => {
    for (const heard of listeners) heard(push);
  });
  node.onChange(({ slices }) => slices && publisher.mark(...slices));
  const call = createDispatch(node, publisher);
  try {
    return await use({
      running: false,
      ask: async (name, input) => unwrapped(withCommand(await call(name, input))) as never,
      async watch(heard) {
        listeners.add(heard);
        return () => listeners.delete(heard);
      },
    });
  } finally {
    publisher.stop();
    await node.stop();
  }
}

/** What is missing to a node that was opened for one command alone, and how its operator gives it. */
const GIVEN_BY: Partial<Record<ErrorCode, Saying>> = {
  'key-locked': says('error.headless.keyLocked'),
  offline: says('error.headless.nobodyToReach'),
};

function withCommand(result: Result<unknown>): Result<unknown> {
  const given = result.ok ? undefined : GIVEN_BY[result.error.code];
  return result.ok || given === undefined ? result : fail(result.error.code, given);
}

function unwrapped(result: Result<unknown>): unknown {
  const complaint = result.ok ? null : complaintInWords(result.error.says);
  return unwrap(result.ok || !complaint ? result : fail(result.error.code, complaint));
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw thrownFailure(result.error);
}
