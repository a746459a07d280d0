import type { Message } from '#shared/contract/domain/message.ts';

export interface PlacedMessage {
  readonly message: Message;
  /** It came after newer ones of its sender, and stands before them. */
  readonly isLate: boolean;
}

/**
 * Messages in the order in which they are read. They stand as they came, but for what came after newer ones of its
 * sender, as by another way: that stands where its sender wrote it, by time, then by number.
 */
export function inOrder(messages: readonly Message[]): PlacedMessage[] {
  const placed: PlacedMessage[] = [];
  for (const message of messages) {
    const at = placed.findIndex(({ message: other }) => isNewer(other, message));
    if (at < 0) placed.push({ message, isLate: false });
    else placed.splice(at, 0, { message, isLate: true });
  }
  return placed;
}

/** Of one sender, of what came in. */
function isNewer(one: Message, other: Message): boolean {
  if (one.direction !== 'in' || other.direction !== 'in' || one.senderDid !== other.senderDid) return false;
  if (one.createdAtMs !== other.createdAtMs) return one.createdAtMs > other.createdAtMs;
  const [a, b] = [one.sent, other.sent];
  if (!a || !b) return false;
  return a.gen === b.gen ? a.seq > b.seq : a.gen > b.gen;
}
