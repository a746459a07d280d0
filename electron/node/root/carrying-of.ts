import { toFailure } from '#shared/contract/errors.ts';
import { Carrying } from '../messaging/carrying/carrying.ts';
import { freeAt } from '../messaging/carrying/free-at.ts';
import { versionsIn } from '../messaging/carrying/keys.ts';
import type { Inbox } from '../messaging/inbox.ts';
import type { MessageQueue } from '../messaging/message-queue.ts';
import type { NodeSessionOptions } from './node-session-options.ts';

/** What a session carries for its cell, between its own queue and inbox; null outside a cell. */
export function carryingOf(
  options: NodeSessionOptions,
  { queue, inbox }: { readonly queue: MessageQueue; readonly inbox: Inbox },
): Carrying | null {
  const { cell, key, store, peers, clock, problem } = options;
  if (cell === null) return null;
  const versions = versionsIn(peers);
  return new Carrying({
    store,
    key,
    directory: peers,
    cell: cell.id,
    // Whoever was removed carries nothing any more, for nobody.
    versions: (did) => (cell.isFormer() ? [] : versions(did)),
    clock,
    endsBy: () => Math.min(clock(), cell.clock.now()),
    ends: {
      receive: async (envelopes) => (await inbox.receive(envelopes)).results,
      settle: (settled) => queue.carried.settle(settled),
      stepGiven: (message, carrierDid) => queue.carried.stepGiven(message, carrierDid),
      useless: (message, recipientDid) => queue.carried.useless(message, recipientDid),
      changed: (messages) => queue.carried.changed(messages),
    },
    choice: options.carrying,
    knowsMembers: () => cell.epoch() !== null && !cell.directory.hasRemembered(),
    freeBytes: () => freeAt(store.db.name),
    awayMs: options.carryAwayMs,
    failed: (error) => problem(toFailure(error)),
  });
}
