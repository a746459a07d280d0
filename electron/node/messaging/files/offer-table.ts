import type { Database, Statement } from 'better-sqlite3';
import type { FileFacts } from '../file-offer.ts';
import type { LocalFile } from './local-file.ts';

export type OfferState = 'offered' | 'fetched' | 'changed' | 'gone' | 'withdrawn';

/** A large file of ours, as one recipient may fetch it. */
export interface Offer {
  readonly message: number;
  readonly recipientDid: string;
  readonly root: string;
  readonly key: Uint8Array;
  readonly hashes: Uint8Array;
}

/** What is needed to serve it, as far as it is not forgotten. */
export interface ServedOffer extends Offer {
  readonly state: OfferState;
  readonly file: LocalFile;
  /** Whether the message that named it is still meant for this recipient, and not over by that time. */
  readonly isLive: boolean;
}

/** The same for people. */
export interface ShownOffer {
  readonly message: number;
  readonly uuid: string;
  readonly thread: string;
  readonly recipientDid: string;
  readonly state: OfferState;
  readonly file: FileFacts;
  readonly atMs: number;
}

export interface Source {
  readonly file: LocalFile;
  /** A copy in this home. */
  readonly staged: boolean;
}

const IS_LIVE =
  "m.expires_at_ms > @nowMs AND m.state <> 'cancelled' AND d.state NOT IN ('cancelled', 'refused', 'expired')";

/** SQL of what this node offers. */
export class OfferTable {
  readonly #insertSource: Statement;
  readonly #insert: Statement;
  readonly #served: Statement;
  readonly #isLive: Statement;
  readonly #way: Statement;
  readonly #setState: Statement;
  readonly #shown: Statement;
  readonly #ofMessage: Statement;
  readonly #staged: Statement;

  constructor(db: Database) {
    this.#insertSource = db.prepare(
      'INSERT INTO file_sources VALUES (@message, @path, @bytes, @changedAtNs, @staged)',
    );
    this.#insert = db.prepare(
      "INSERT INTO file_offers VALUES (@message, @recipientDid, @root, @key, @hashes, 'offered')",
    );
    const from = `FROM file_offers o JOIN messages m ON m.id = o.message
      JOIN deliveries d ON d.message = o.message AND d.recipient_did = o.recipient_did`;
    this.#served = db.prepare(
      `SELECT o.message, o.recipient_did AS recipientDid, o.root, o.key, o.hashes, o.state, ${IS_LIVE} AS isLive,
         s.path, s.bytes, s.changed_at_ns AS changedAtNs
       ${from} JOIN file_sources s ON s.message = o.message WHERE o.root = @root AND o.recipient_did = @did`,
    );
    this.#isLive = db
      .prepare(`SELECT 1 ${from} WHERE o.root = @root AND o.state <> 'withdrawn' AND ${IS_LIVE}`)
      .pluck();
    this.#way = db.prepare('SELECT key, root FROM file_offers WHERE message = ? AND recipient_did = ?');
    this.#setState = db.prepare('UPDATE file_offers SET state = ? WHERE message = ? AND recipient_did = ?');
    this.#shown = db.prepare(
      `SELECT o.message, m.uuid, m.thread, o.recipient_did AS recipientDid, o.state, m.file, m.created_at_ms AS atMs
       ${from} WHERE ${IS_LIVE} ORDER BY o.message, o.recipient_did`,
    );
    this.#ofMessage = db.prepare(
      'SELECT recipient_did AS recipientDid, state FROM file_offers WHERE message = ?',
    );
    this.#staged = db
      .prepare(
        `SELECT s.path FROM file_sources s JOIN messages m ON m.id = s.message WHERE s.staged = 1 AND EXISTS
           (SELECT 1 FROM file_offers o JOIN deliveries d ON d.message = o.message AND d.recipient_did = o.recipient_did
            WHERE o.message = s.message AND o.state IN ('offered', 'fetched') AND ${IS_LIVE})`,
      )
      .pluck();
  }

  /** To be called in the transaction that stores the message. */
  keep(message: number, { file, staged }: Source, offers: readonly Omit<Offer, 'message'>[]): void {
    this.#insertSource.run({ message, ...file, staged: staged ? 1 : 0 });
    for (const { recipientDid, root, key, hashes } of offers)
      this.#insert.run({ message, recipientDid, root, key: Buffer.from(key), hashes: Buffer.from(hashes) });
  }

  served(did: string, root: string, nowMs: number): ServedOffer | null {
    const row = this.#served.get({ did, root, nowMs }) as
      | (Omit<ServedOffer, 'file' | 'isLive'> & LocalFile & { isLive: number })
      | undefined;
    if (row === undefined) return null;
    const { path, bytes, changedAtNs, isLive, ...offer } = row;
    return { ...offer, file: { path, bytes, changedAtNs }, isLive: isLive === 1 };
  }

  isLive(root: string, nowMs: number): boolean {
    return this.#isLive.get({ root, nowMs }) !== undefined;
  }

  /** By which that recipient fetches it. */
  way(message: number, recipientDid: string): { readonly key: Uint8Array; readonly root: string } | null {
    return (this.#way.get(message, recipientDid) as { key: Uint8Array; root: string } | undefined) ?? null;
  }

  setState(message: number, recipientDid: string, state: OfferState): void {
    this.#setState.run(state, message, recipientDid);
  }

  ofMessage(message: number): { readonly recipientDid: string; readonly state: OfferState }[] {
    return this.#ofMessage.all(message) as { recipientDid: string; state: OfferState }[];
  }

  /** Those that may be fetched, the oldest first. */
  shown(nowMs: number): ShownOffer[] {
    const rows = this.#shown.all({ nowMs }) as (Omit<ShownOffer, 'file'> & { file: string })[];
    return rows.map((row) => ({ ...row, file: JSON.parse(row.file) as FileFacts }));
  }

  /** Paths of the copies that are still needed. */
  staged(nowMs: number): string[] {
    return this.#staged.all({ nowMs }) as string[];
  }
}
