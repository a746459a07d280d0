import type { Database, Statement } from 'better-sqlite3';
import type { Envelope } from './envelope.ts';
import { envelopeName } from './envelope-name.ts';
import { MAX_CLOCK_AHEAD_MS, MAX_TTL_MS, REPLAY_MEMORY_MS } from './limits.ts';
import type { Proof } from './vouch.ts';

export interface Received {
  readonly envelope: Envelope;
  readonly hash: string;
  /** The envelope's JCS. */
  readonly text: string;
  /** What names the message, whatever envelope it comes in. */
  readonly mid: string;
  /** Null for a part of a file. */
  readonly message: number | null;
  readonly receivedAtMs: number;
  /** The vouch by which it was taken, as `keepVouch` numbered it; null if by its own signature. */
  readonly vouch: number | null;
}

interface Known {
  readonly hash: string | null;
  readonly nonceUsed: number;
}

interface Names {
  readonly sender: string;
  readonly recipient: string;
  readonly id: string;
  readonly nonce: string;
}

interface Numbers {
  readonly idNumber: number;
  readonly nonceNumber: number;
}

function numbersOf({ sender, recipient, id, nonce }: Names): Numbers {
  return {
    idNumber: envelopeName(sender, recipient, id),
    nonceNumber: envelopeName(sender, recipient, nonce),
  };
}

/** None where the message is named as its envelope. */
function midNumberOf({ sender, recipient, id, mid }: Names & { readonly mid: string | null }): number | null {
  return mid === null || mid === id ? null : envelopeName(sender, recipient, mid);
}

/**
 * What an inbox remembers of every envelope it stored: id, nonce, and the answer it gave. `fresh` is an envelope
 * never seen; `same` one that was stored, arriving again; `replayed` one that uses the id or nonce of another.
 */
export class ReplayTable {
  /** Made when an envelope is judged, and needed again when it is stored. */
  readonly #numbers = new WeakMap<Envelope, Numbers>();
  readonly #known: Statement;
  readonly #hasMid: Statement;
  readonly #keepMid: Statement;
  readonly #insert: Statement;
  readonly #hasFormer: Statement;
  readonly #unnumbered: Statement;
  readonly #number: Statement;
  readonly #purge: Statement;
  readonly #keepVouch: Statement;
  readonly #purgeVouches: Statement;

  constructor(db: Database) {
    const of = 'sender_did = @sender AND recipient_did = @recipient';
    this.#known = db.prepare(
      `SELECT (SELECT hash FROM received_envelopes WHERE id_number = @idNumber AND envelope_id = @id AND ${of}) AS hash,
         EXISTS (SELECT 1 FROM received_envelopes WHERE nonce_number = @nonceNumber AND nonce = @nonce AND ${of}) AS nonceUsed`,
    );
    // One that is named as its envelope is found by that.
    const message = `(mid_number = @number OR id_number = @number) AND mid = @mid AND ${of}`;
    this.#hasMid = db.prepare(`SELECT 1 FROM received_envelopes WHERE ${message}`).pluck();
    this.#keepMid = db.prepare(
      `UPDATE received_envelopes SET keep_until_ms = @keepUntilMs WHERE ${message} AND keep_until_ms < @keepUntilMs`,
    );
    // By place: to find a value by its name costs as much as half of storing it.
    this.#insert = db.prepare(
      `INSERT INTO received_envelopes (recipient_did, sender_did, envelope_id, nonce, gen, seq, hash, status, envelope,
         message, received_at_ms, keep_until_ms, vouch, mid, id_number, nonce_number, mid_number)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'stored', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#hasFormer = db
      .prepare('SELECT EXISTS (SELECT 1 FROM received_envelopes WHERE id_number IS NULL)')
      .pluck();
    this.#unnumbered = db.prepare(
      `SELECT rowid AS row, sender_did AS sender, recipient_did AS recipient, envelope_id AS id, nonce, mid
       FROM received_envelopes WHERE id_number IS NULL`,
    );
    this.#number = db.prepare(
      `UPDATE received_envelopes SET id_number = @idNumber, nonce_number = @nonceNumber, mid_number = @midNumber
       WHERE rowid = @row`,
    );
    this.#keepVouch = db.prepare(
      'INSERT INTO vouches (sender_did, recipient_did, signature, hashes, keep_until_ms) VALUES (?, ?, ?, ?, ?)',
    );
    this.#purgeVouches = db.prepare('DELETE FROM vouches WHERE keep_until_ms <= ?');
    this.#purge = db.prepare('DELETE FROM received_envelopes WHERE keep_until_ms <= ?');
  }

  judge(envelope: Envelope, hash: string): 'fresh' | 'same' | 'replayed' {
    const { id, nonce, recipient_did: recipient, sender_did: sender } = envelope;
    const known = this.#known.get({ id, nonce, recipient, sender, ...this.#numbersOf(envelope) }) as Known;
    if (known.hash !== null) return known.hash === hash ? 'same' : 'replayed';
    return known.nonceUsed === 0 ? 'fresh' : 'replayed';
  }

  /**
   * Whether a message of that name was stored before, in this or another envelope. It then goes on being known for as
   * long as this envelope could come again. To be called in a transaction.
   */
  knows(envelope: Envelope, mid: string): boolean {
    const { id, sender_did: sender, recipient_did: recipient, expires_at } = envelope;
    const number = mid === id ? this.#numbersOf(envelope).idNumber : envelopeName(sender, recipient, mid);
    const message = { sender, recipient, mid, number };
    if (this.#hasMid.get(message) === undefined) return false;
    this.#keepMid.run({ ...message, keepUntilMs: expires_at * 1000 + REPLAY_MEMORY_MS });
    return true;
  }

  remember({ envelope, hash, text, mid, message, receivedAtMs, vouch }: Received): void {
    const { id, nonce, gen, seq, recipient_did: recipient, sender_did: sender, expires_at } = envelope;
    const { idNumber, nonceNumber } = this.#numbersOf(envelope);
    const midNumber = midNumberOf({ sender, recipient, id, nonce, mid });
    const keepUntilMs = expires_at * 1000 + REPLAY_MEMORY_MS;
    const carried = [recipient, sender, id, nonce, gen, seq, hash, text];
    const beside = [message, receivedAtMs, keepUntilMs, vouch, mid, idNumber, nonceNumber, midNumber];
    this.#insert.run(...carried, ...beside);
  }

  #numbersOf(envelope: Envelope): Numbers {
    const known = this.#numbers.get(envelope);
    if (known !== undefined) return known;
    const { id, nonce, recipient_did: recipient, sender_did: sender } = envelope;
    const numbers = numbersOf({ id, nonce, recipient, sender });
    this.#numbers.set(envelope, numbers);
    return numbers;
  }

  /** Whether a former build remembered anything. */
  hasFormer(): boolean {
    return this.#hasFormer.get() === 1;
  }

  /** Gives that its numbers. To be called in a transaction, before anything is judged. */
  numberFormer(): void {
    for (const row of this.#unnumbered.all() as (Names & {
      readonly row: number;
      readonly mid: string | null;
    })[])
      this.#number.run({ row: row.row, ...numbersOf(row), midNumber: midNumberOf(row) });
  }

  /** Keeps the proof for envelopes that came together; returns its number. */
  keepVouch({ sender_did, recipient_did, signature, hashes }: Proof, nowMs: number): number {
    // As long as any envelope that may be taken now is remembered.
    const keepUntilMs = nowMs + MAX_CLOCK_AHEAD_MS + MAX_TTL_MS + REPLAY_MEMORY_MS;
    const row = [sender_did, recipient_did, signature, hashes.join(' '), keepUntilMs];
    return Number(this.#keepVouch.run(...row).lastInsertRowid);
  }

  /** Forgets what is past its time: those envelopes are refused as expired from now on. */
  purge(nowMs: number): number {
    this.#purgeVouches.run(nowMs);
    return this.#purge.run(nowMs).changes;
  }
}
