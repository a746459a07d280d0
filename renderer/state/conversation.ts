import type { Message } from '#shared/contract/domain/message.ts';

/** The part of a conversation that is held here, newest last. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** Older ones are at the node. */
  readonly more: boolean;
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
  for (const message of incoming) {
    const known = byNumber.has(message.number);
    if (known || older || !conversation.more || message.number > oldest)
      byNumber.set(message.number, message);
  }
  const messages = [...byNumber.values()].sort((a, b) => a.number - b.number);
  return { messages, more: conversation.more };
}
