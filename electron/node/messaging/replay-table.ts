import type { Database, Statement } from 'better-sqlite3';
import type { Envelope } from './envelope.ts';
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

/**
 * What an inbox remembers of every envelope it stored: id, nonce, and the answer it gave. `fresh` is an envelope
 * never seen; `same` one that was stored, arriving again; `replayed` one that uses the id or nonce of another.
 */
export class ReplayTable {
  readonly #known: Statement;
  readonly #hasMid: Statement;
  readonly #keepMid: Statement;
  readonly #insert: Statement;
  readonly #purge: Statement;
  readonly #keepVouch: Statement;
  readonly #purgeVouches: Statement;

  constructor(db: Database) {
    const of = 'sender_did = @sender AND recipient_did = @recipient';
    this.#known = db.prepare(
      `SELECT (SELECT hash FROM received_envelopes WHERE envelope_id = @id AND ${of}) AS hash,
         EXISTS (SELECT 1 FROM received_envelopes WHERE nonce = @nonce AND ${of}) AS nonceUsed`,
    );
    const message = `mid = @mid AND ${of}`;
    this.#hasMid = db.prepare(`SELECT 1 FROM received_envelopes WHERE ${message}`).pluck();
    this.#keepMid = db.prepare(
      `UPDATE received_envelopes SET keep_until_ms = @keepUntilMs WHERE ${message} AND keep_until_ms < @keepUntilMs`,
    );
    this.#insert = db.prepare(
      `INSERT INTO received_envelopes (recipient_did, sender_did, envelope_id, nonce, gen, seq, hash, status, envelope,
         message, received_at_ms, keep_until_ms, vouch, mid)
       VALUES (@recipient, @sender, @id, @nonce, @gen, @seq, @hash, 'stored', @text, @message, @receivedAtMs, @keepUntilMs,
         @vouch, @mid)`,
    );
    this.#keepVouch = db.prepare(
      'INSERT INTO vouches (sender_did, recipient_did, signature, hashes, keep_until_ms) VALUES (?, ?, ?, ?, ?)',
    );
    this.#purgeVouches = db.prepare('DELETE FROM vouches WHERE keep_until_ms <= ?');
    this.#purge = db.prepare('DELETE FROM received_envelopes WHERE keep_until_ms <= ?');
  }

  judge(envelope: Envelope, hash: string): 'fresh' | 'same' | 'replayed' {
    const { id, nonce, recipient_did: recipient, sender_did: sender } = envelope;
    const known = this.#known.get({ id, nonce, recipient, sender }) as Known;
    if (known.hash !== null) return known.hash === hash ? 'same' : 'replayed';
    return known.nonceUsed === 0 ? 'fresh' : 'replayed';
  }

  /**
   * Whether a message of that name was stored before, in this or another envelope. It then goes on being known for as
   * long as this envelope could come again. To be called in a transaction.
   */
  knows({ sender_did: sender, recipient_did: recipient, expires_at }: Envelope, mid: string): boolean {
    const message = { sender, recipient, mid };
    if (this.#hasMid.get(message) === undefined) return false;
    this.#keepMid.run({ ...message, keepUntilMs: expires_at * 1000 + REPLAY_MEMORY_MS });
    return true;
  }

  remember({ envelope, hash, text, mid, message, receivedAtMs, vouch }: Received): void {
    this.#insert.run({
      recipient: envelope.recipient_did,
      sender: envelope.sender_did,
      id: envelope.id,
      nonce: envelope.nonce,
      gen: envelope.gen,
      seq: envelope.seq,
      hash,
      text,
      mid,
      message,
      receivedAtMs,
      vouch,
      keepUntilMs: envelope.expires_at * 1000 + REPLAY_MEMORY_MS,
    });
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
