import type { Thread } from '#shared/contract/domain/message.ts';
import type { Peer } from '#shared/contract/domain/peer.ts';

export interface ThreadRow {
  readonly thread: Thread;
  /** Null for everyone, and for a peer that was removed. */
  readonly peer: Peer | null;
}

/** One row for each peer and one for everyone, newest first; those without messages at the end, by name. */
export function threadRows(peers: readonly Peer[], threads: readonly Thread[]): ThreadRow[] {
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  const ids = [
    ...new Set([
      ...threads.map((thread) => thread.id),
      ...peers.map((peer) => peer.did),
      ...(peers.length > 0 ? ['broadcast'] : []),
    ]),
  ];
  return ids
    .map((id) => ({
      thread: byId.get(id) ?? { id, last: null, unread: 0, waiting: 0 },
      peer: peers.find((peer) => peer.did === id) ?? null,
    }))
    .sort(
      (a, b) =>
        (b.thread.last?.atMs ?? 0) - (a.thread.last?.atMs ?? 0) ||
        (a.peer?.name ?? '').localeCompare(b.peer?.name ?? ''),
    );
}
