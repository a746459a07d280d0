import type { Message, Quoted, Thread } from '#shared/contract/domain/message.ts';

export function quotedOf({ id, number, senderDid, text }: Message): Quoted {
  return { id, number, senderDid, text, file: null };
}

/** What a thread says of where it is unread. */
export function unreadFrom(number: number | undefined): Pick<Thread, 'unreadFrom'> {
  return number === undefined ? {} : { unreadFrom: number };
}
