import type { Database } from 'better-sqlite3';
import { encodeBase64url } from '../crypto/base64url.ts';
import type { FileFacts, FileOffer, FileWay } from './file-offer.ts';
import { OfferTable } from './files/offer-table.ts';
import { OutgoingParts, PARTS_THREAD } from './files/outgoing-parts.ts';
import type { MessageRow } from './message-table.ts';
import { BROADCAST, type Payload, type SentCredential } from './payload.ts';

/** A file as it stands in the row of a message of ours: a large one is sealed for each recipient by itself. */
export interface OwnFile extends FileFacts {
  readonly way: FileWay | null;
}

/** What is sealed of the messages that this node wrote. */
export class OutgoingPayloads {
  readonly #offers: OfferTable;
  readonly #parts: OutgoingParts;

  constructor(db: Database) {
    this.#offers = new OfferTable(db);
    this.#parts = new OutgoingParts(db);
  }

  /** For one of its recipients; null for a part whose message is gone. */
  of(row: MessageRow, recipientDid: string): Payload | null {
    const { id, mid, payload, recipient, reply, agent, file, credential, thread } = row;
    if (thread === PARTS_THREAD) {
      const part = this.#parts.get(id);
      return part && { kind: 'part', mid, of: part.ofMid, index: part.part, data: part.data };
    }
    return {
      kind: 'message',
      mid,
      text: payload,
      broadcast: recipient === BROADCAST,
      // What is answered may have been deleted here since.
      reply: reply || null,
      agent,
      credential: credential === null ? null : (JSON.parse(credential) as SentCredential),
      file: file === null ? null : this.#offered(id, JSON.parse(file) as OwnFile, recipientDid),
    };
  }

  /** Null for a recipient that it was not sealed for, which reads the text alone. */
  #offered(message: number, file: OwnFile, recipientDid: string): FileOffer | null {
    const { way, ...facts } = file;
    if (way !== null) return { ...facts, way };
    const own = this.#offers.way(message, recipientDid);
    return own && { ...facts, way: { key: encodeBase64url(own.key), root: own.root } };
  }
}
