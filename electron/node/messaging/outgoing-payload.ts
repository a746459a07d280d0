import type { FileOffer } from './file-offer.ts';
import type { MessageRow } from './message-table.ts';
import { BROADCAST, type MessagePayload } from './payload.ts';

/** What is sealed of a message that this node wrote. */
export function outgoingPayload({ mid, payload, recipient, reply, file }: MessageRow): MessagePayload {
  return {
    kind: 'message',
    mid,
    text: payload,
    broadcast: recipient === BROADCAST,
    reply,
    file: file === null ? null : (JSON.parse(file) as FileOffer),
  };
}
