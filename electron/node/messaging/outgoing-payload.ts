import { encodeBase64url } from '../crypto/base64url.ts';
import type { FileFacts, FileOffer, FileWay } from './file-offer.ts';
import type { OfferTable } from './files/offer-table.ts';
import type { MessageRow } from './message-table.ts';
import { BROADCAST, type MessagePayload } from './payload.ts';

/** A file as it stands in the row of a message of ours: a large one is sealed for each recipient by itself. */
export interface OwnFile extends FileFacts {
  readonly way: FileWay | null;
}

/** What is sealed of a message that this node wrote, for one of its recipients. */
export function outgoingPayload(row: MessageRow, recipientDid: string, offers: OfferTable): MessagePayload {
  const { mid, payload, recipient, reply, file } = row;
  return {
    kind: 'message',
    mid,
    text: payload,
    broadcast: recipient === BROADCAST,
    // What is answered may have been deleted here since.
    reply: reply || null,
    file: file === null ? null : offered(row.id, JSON.parse(file) as OwnFile, recipientDid, offers),
  };
}

/** Null for a recipient that it was not sealed for, which reads the text alone. */
function offered(message: number, file: OwnFile, recipientDid: string, offers: OfferTable): FileOffer | null {
  const { way, ...facts } = file;
  if (way !== null) return { ...facts, way };
  const own = offers.way(message, recipientDid);
  return own && { ...facts, way: { key: encodeBase64url(own.key), root: own.root } };
}
