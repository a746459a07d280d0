import { onTestFinished } from 'vitest';
import { Carrying } from '../../electron/node/messaging/carrying/carrying.ts';
import { type KeyVersion, type VersionsOf, versionsIn } from '../../electron/node/messaging/carrying/keys.ts';
import type { CarryingOptions } from '../../electron/node/messaging/carrying/luggage.ts';
import { type Person, type TestNode, type TestNodeOptions, testNode } from './messaging.ts';

export const CELL = 'c'.repeat(64);

export interface CarryingNode extends TestNode {
  readonly carrying: Carrying;
  /** Versions of somebody's keys, in place of the one that a person has. */
  readonly versions: Map<string, readonly KeyVersion[]>;
}

export type CarryingNodeOptions = TestNodeOptions &
  Partial<Pick<CarryingOptions, 'choice' | 'freeBytes' | 'awayMs'>>;

/** Queue, inbox and what is carried, on one store in memory, in a cell; nobody is connected. */
export function carryingNode(
  self: Person,
  peers: Person[],
  { choice, freeBytes, awayMs, ...options }: CarryingNodeOptions = {},
): CarryingNode {
  const node = testNode(self, peers, { cell: CELL, ...options });
  const { queue, inbox, directory, store } = node;
  const clock = options.clock ?? Date.now;
  const versions = new Map<string, readonly KeyVersion[]>();
  const known: VersionsOf = versionsIn(directory);
  const carrying = new Carrying({
    store,
    key: self.key,
    directory,
    cell: CELL,
    versions: (did) => versions.get(did) ?? known(did),
    clock,
    endsBy: clock,
    ends: {
      receive: async (envelopes) => (await inbox.receive(envelopes)).results,
      settle: (settled) => queue.carried.settle(settled),
      stepGiven: (message, carrierDid) => queue.carried.stepGiven(message, carrierDid),
      useless: (message, recipientDid) => queue.carried.useless(message, recipientDid),
      changed: (messages) => queue.carried.changed(messages),
    },
    choice: choice ?? (() => ({ carries: true, shareMib: 16 })),
    knowsMembers: () => true,
    freeBytes: freeBytes ?? (() => Number.POSITIVE_INFINITY),
    awayMs: awayMs ?? 0,
    failed: (error) => {
      throw error;
    },
  });
  queue.subscribe(() => carrying.messagesChanged());
  carrying.start();
  onTestFinished(async () => {
    carrying.stop();
    await node.close();
  });
  return { ...node, carrying, versions };
}

/** One gives another what it would without being asked, and all that is compared; what the other answers. */
export async function bring(from: CarryingNode, to: CarryingNode): Promise<string[]> {
  const { did } = to.self.identity;
  const hashes = new Set([...from.carrying.forMember(did), ...from.carrying.heldBeside(did)]);
  const texts = [...hashes].map((hash) => ({ hash, text: from.carrying.textFor(did, hash) }));
  const lines = texts.flatMap(({ hash, text }) => (text === null ? [] : [{ hash, text }]));
  const taken = await to.carrying.take(
    lines.map(({ text }) => text),
    from.self.identity.did,
  );
  const results = taken.map(({ result }) => result);
  const given = lines.filter((_, at) => results[at] === 'ok' || results[at] === 'known');
  from.carrying.given(
    did,
    given.map(({ hash }) => hash),
  );
  return results;
}
