import type { Database, Statement } from 'better-sqlite3';
import type { Envelope } from '../envelope.ts';
import { byName } from './by-name.ts';
import type { Amount } from './share.ts';

export interface NewParcel {
  readonly envelope: Envelope;
  /** The envelope's JCS, and its hash. */
  readonly text: string;
  readonly hash: string;
  /** The DID of the peer that it came from. */
  readonly broughtBy: string;
  readonly takenAtMs: number;
}

export interface ParcelHead {
  readonly hash: string;
  readonly senderDid: string;
  readonly recipientDid: string;
  /** That it is sealed to. */
  readonly keyTo: string;
}

export interface SenderAmount extends Amount {
  readonly senderDid: string;
}

/** Envelopes of others for others that this node carries. */
export class ParcelTable {
  readonly #insert: Statement;
  readonly #has: Statement;
  readonly #headOf: Statement;
  readonly #text: Statement;
  readonly #heads: Statement;
  readonly #hashesFor: Statement;
  readonly #hashesBeside: Statement;
  readonly #ofSender: Statement;
  readonly #forRecipient: Statement;
  readonly #bySender: Statement;
  readonly #named: Statement;
  readonly #remove: Statement;
  readonly #purge: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare(
      `INSERT INTO parcels (hash, sender_did, recipient_did, key_to, bytes, until, brought_by, taken_at_ms, envelope)
       VALUES (@hash, @sender, @recipient, @keyTo, @bytes, @until, @broughtBy, @takenAtMs, @text)`,
    );
    this.#has = db.prepare('SELECT 1 FROM parcels WHERE hash = ?').pluck();
    const head =
      'SELECT hash, sender_did AS senderDid, recipient_did AS recipientDid, key_to AS keyTo FROM parcels';
    this.#headOf = db.prepare(`${head} WHERE hash = ?`);
    this.#text = db.prepare('SELECT envelope FROM parcels WHERE hash = ? AND sender_did <> ?').pluck();
    this.#heads = db.prepare(head);
    this.#hashesFor = db.prepare('SELECT hash FROM parcels WHERE recipient_did = ? ORDER BY rowid').pluck();
    this.#hashesBeside = db.prepare('SELECT hash FROM parcels WHERE recipient_did <> ?').pluck();
    const amount = 'COUNT(*) AS parcels, COALESCE(SUM(bytes), 0) AS bytes';
    this.#ofSender = db.prepare(`SELECT ${amount} FROM parcels WHERE sender_did = ?`);
    this.#forRecipient = db.prepare(
      `SELECT ${amount} FROM parcels WHERE sender_did = ? AND recipient_did = ?`,
    );
    this.#bySender = db.prepare(
      `SELECT sender_did AS senderDid, ${amount} FROM parcels GROUP BY sender_did ORDER BY bytes DESC, sender_did`,
    );
    this.#named = db.prepare(byName('p.hash', 'parcels p')).pluck();
    this.#remove = db.prepare('DELETE FROM parcels WHERE hash = ?');
    this.#purge = db.prepare('DELETE FROM parcels WHERE until <= ?');
  }

  insert({ envelope, text, hash, broughtBy, takenAtMs }: NewParcel): void {
    this.#insert.run({
      hash,
      text,
      broughtBy,
      takenAtMs,
      sender: envelope.sender_did,
      recipient: envelope.recipient_did,
      keyTo: envelope.keys.to,
      bytes: Buffer.byteLength(text, 'utf8'),
      until: envelope.expires_at,
    });
  }

  has(hash: string): boolean {
    return this.#has.get(hash) !== undefined;
  }

  headOf(hash: string): ParcelHead | null {
    return (this.#headOf.get(hash) as ParcelHead | undefined) ?? null;
  }

  /** Null for who wrote it. */
  textFor(did: string, hash: string): string | null {
    return (this.#text.get(hash, did) as string | undefined) ?? null;
  }

  heads(): ParcelHead[] {
    return this.#heads.all() as ParcelHead[];
  }

  /** What is for that member, the longest kept first. */
  hashesFor(recipientDid: string): string[] {
    return this.#hashesFor.all(recipientDid) as string[];
  }

  /** What is for anybody else. */
  hashesBeside(recipientDid: string): string[] {
    return this.#hashesBeside.all(recipientDid) as string[];
  }

  ofSender(senderDid: string): Amount {
    return this.#ofSender.get(senderDid) as Amount;
  }

  forRecipient(senderDid: string, recipientDid: string): Amount {
    return this.#forRecipient.get(senderDid, recipientDid) as Amount;
  }

  /** Whose take most room first. */
  bySender(): SenderAmount[] {
    return this.#bySender.all() as SenderAmount[];
  }

  named(items: readonly string[]): string[] {
    return this.#named.all({ items: JSON.stringify(items) }) as string[];
  }

  remove(hash: string): void {
    this.#remove.run(hash);
  }

  /** Removes what is over; returns how many. */
  purge(nowS: number): number {
    return this.#purge.run(nowS).changes;
  }
}
