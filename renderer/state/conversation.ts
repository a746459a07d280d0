import type { Message } from '#shared/contract/domain/message.ts';

/** The part of a conversation that is held here, newest last. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** Older ones are at the node. */
  readonly more: boolean;
  /** So are newer ones: this is the part around an older message that was asked for. */
  readonly later?: boolean;
}

export const PAGE_LENGTH = 60;

/** Puts new or changed messages in their places. One that is older than all that is held stays at the node. */
export function mergeMessages(
  conversation: Conversation,
  incoming: readonly Message[],
  older = false,
): Conversation {
  const byNumber = new Map(conversation.messages.map((message) => [message.number, message]));
  const oldest = conversation.messages[0]?.number ?? 0;
  const newest = conversation.messages.at(-1)?.number ?? 0;
  for (const message of incoming) {
    const known = byNumber.has(message.number);
    // What comes after a gap stays at the node until the gap is closed.
    if (!known && conversation.later && !older && message.number > newest) continue;
    if (known || older || !conversation.more || message.number > oldest)
      byNumber.set(message.number, message);
  }
  const messages = [...byNumber.values()].sort((a, b) => a.number - b.number);
  return { ...conversation, messages };
}

/** After a message was deleted at the node; what answers it says so. */
export function withoutMessage(conversation: Conversation, number: number): Conversation {
  const messages = conversation.messages
    .filter((message) => message.number !== number)
    .map((message) =>
      message.answers?.state === 'here' && message.answers.message.number === number
        ? { ...message, answers: { state: 'gone' as const } }
        : message,
    );
  return { ...conversation, messages };
}
