import type { Database, Statement } from 'better-sqlite3';
import { byName } from './by-name.ts';
import { type DeadHash, deadBy } from './dead.ts';
import { NOTE_BYTES_PER_AUTHOR, NOTES_PER_AUTHOR } from './limits.ts';
import { itemsOf, type WrittenNote } from './note.ts';

export interface NoteHead {
  readonly hash: string;
  readonly fromDid: string;
  readonly toDid: string;
  readonly signingKey: string;
}

/** By what a note names a parcel. */
export interface ParcelName {
  readonly hash: string;
  readonly senderDid: string;
  readonly recipientDid: string;
}

interface Used {
  readonly notes: number;
  readonly bytes: number;
}

/** Receipts and recalls, and which envelopes are dead by them. */
export class NoteTable {
  readonly #insert: Statement;
  readonly #insertDead: Statement;
  readonly #has: Statement;
  readonly #text: Statement;
  readonly #heads: Statement;
  readonly #hashes: Statement;
  readonly #hashesTo: Statement;
  readonly #hashesFrom: Statement;
  readonly #from: Statement;
  readonly #receiptsTo: Statement;
  readonly #named: Statement;
  readonly #remove: Statement;
  readonly #deadBy: Statement;
  readonly #receiptFor: Statement;
  readonly #receiptsOf: Statement;
  readonly #purge: Statement;
  readonly #purgeDead: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare(
      `INSERT INTO carry_notes (hash, from_did, to_did, type, signing_key, bytes, until, brought_by, note)
       VALUES (@hash, @from, @to, @type, @key, @bytes, @until, @broughtBy, @text)`,
    );
    // Whoever names it twice means the later end.
    this.#insertDead = db.prepare(
      `INSERT INTO dead_hashes (hash, sender_did, recipient_did, note, until)
       VALUES (@hash, @senderDid, @recipientDid, @note, @until)
       ON CONFLICT DO UPDATE SET note = excluded.note, until = MAX(until, excluded.until)`,
    );
    this.#has = db.prepare('SELECT 1 FROM carry_notes WHERE hash = ?').pluck();
    this.#text = db.prepare('SELECT note FROM carry_notes WHERE hash = ?').pluck();
    this.#heads = db.prepare(
      'SELECT hash, from_did AS fromDid, to_did AS toDid, signing_key AS signingKey FROM carry_notes',
    );
    this.#hashes = db.prepare('SELECT hash FROM carry_notes').pluck();
    this.#hashesTo = db.prepare('SELECT hash FROM carry_notes WHERE to_did = ? ORDER BY rowid').pluck();
    this.#hashesFrom = db.prepare('SELECT hash FROM carry_notes WHERE from_did = ?').pluck();
    this.#from = db.prepare(
      'SELECT COUNT(*) AS notes, COALESCE(SUM(bytes), 0) AS bytes FROM carry_notes WHERE from_did = ?',
    );
    this.#receiptsTo = db
      .prepare("SELECT COUNT(*) FROM carry_notes WHERE type = 'receipt' AND from_did = ? AND to_did = ?")
      .pluck();
    this.#named = db.prepare(byName('n.hash', 'carry_notes n')).pluck();
    this.#remove = db.prepare('DELETE FROM carry_notes WHERE hash = ?');
    this.#deadBy = db
      .prepare(
        "SELECT note FROM dead_hashes WHERE hash = ? AND sender_did = ? AND recipient_did IN ('', ?) ORDER BY recipient_did DESC",
      )
      .pluck();
    this.#receiptFor = db
      .prepare(
        `SELECT note FROM dead_hashes WHERE hash = ? AND sender_did = ? AND recipient_did = ?
           AND EXISTS (SELECT 1 FROM carry_notes n WHERE n.hash = dead_hashes.note)`,
      )
      .pluck();
    // What a restored node is brought of its earlier life proves that it had it, not that it has it.
    this.#receiptsOf = db.prepare(
      `SELECT DISTINCT i.value AS item, n.hash AS receipt FROM json_each(@items) i
         CROSS JOIN dead_hashes d ON d.hash >= i.value AND d.hash < i.value || 'g' AND d.recipient_did = @did
         CROSS JOIN carry_notes n ON n.hash = d.note AND n.type = 'receipt' AND n.from_did = @did
           AND n.brought_by IS NULL`,
    );
    this.#purge = db.prepare('DELETE FROM carry_notes WHERE until <= ?');
    this.#purgeDead = db.prepare('DELETE FROM dead_hashes WHERE until <= ?');
  }

  /** Whether its author's share has room for it. */
  hasRoom({ note, text }: WrittenNote): boolean {
    const { notes, bytes } = this.#from.get(note.from) as Used;
    return notes + 1 <= NOTES_PER_AUTHOR && bytes + Buffer.byteLength(text, 'utf8') <= NOTE_BYTES_PER_AUTHOR;
  }

  /** Keeps a note and what it ends; returns that. */
  insert(written: WrittenNote, broughtBy: string | null): DeadHash[] {
    const { note, text, hash } = written;
    this.#insert.run({
      hash,
      text,
      broughtBy,
      from: note.from,
      to: note.to,
      type: note.type,
      key: note.key,
      bytes: Buffer.byteLength(text, 'utf8'),
      until: Math.max(...itemsOf(note).map(({ until }) => until)),
    });
    const dead = deadBy(note);
    for (const one of dead)
      this.#insertDead.run({ ...one, recipientDid: one.recipientDid ?? '', note: hash });
    return dead;
  }

  has(hash: string): boolean {
    return this.#has.get(hash) !== undefined;
  }

  text(hash: string): string | null {
    return (this.#text.get(hash) as string | undefined) ?? null;
  }

  heads(): NoteHead[] {
    return this.#heads.all() as NoteHead[];
  }

  hashes(): string[] {
    return this.#hashes.all() as string[];
  }

  /** What is for that member, the longest kept first. */
  hashesTo(did: string): string[] {
    return this.#hashesTo.all(did) as string[];
  }

  hashesFrom(did: string): string[] {
    return this.#hashesFrom.all(did) as string[];
  }

  receiptsTo(fromDid: string, toDid: string): number {
    return this.#receiptsTo.get(fromDid, toDid) as number;
  }

  named(items: readonly string[]): string[] {
    return this.#named.all({ items: JSON.stringify(items) }) as string[];
  }

  /** The hash of the note by which that parcel is dead, the recipient's before the sender's; or null. */
  deadBy({ hash, senderDid, recipientDid }: ParcelName): string | null {
    return (this.#deadBy.get(hash, senderDid, recipientDid) as string | undefined) ?? null;
  }

  /** The hash of the receipt by which its recipient answered, if it is kept; what its sender took back is not meant. */
  receiptFor({ hash, senderDid, recipientDid }: ParcelName): string | null {
    return (this.#receiptFor.get(hash, senderDid, recipientDid) as string | undefined) ?? null;
  }

  /** Which of these names are of envelopes that this node, of that DID, has answered, and by which receipts. */
  receiptsOf(selfDid: string, items: readonly string[]): { item: string; receipt: string }[] {
    return this.#receiptsOf.all({ did: selfDid, items: JSON.stringify(items) }) as {
      item: string;
      receipt: string;
    }[];
  }

  /** What it ended stays ended. */
  remove(hash: string): void {
    this.#remove.run(hash);
  }

  /** Forgets what names nothing that may come again; returns how many notes. */
  purge(nowS: number): number {
    this.#purgeDead.run(nowS);
    return this.#purge.run(nowS).changes;
  }
}
