import type { Database, Statement } from 'better-sqlite3';
import type { Envelope } from './envelope.ts';
import { REPLAY_MEMORY_MS } from './limits.ts';

export interface Received {
  readonly envelope: Envelope;
  readonly hash: string;
  /** The envelope's JCS. */
  readonly text: string;
  readonly message: number;
  readonly receivedAtMs: number;
}

/**
 * What an inbox remembers of every envelope it stored: id, nonce, and the answer it gave. `fresh` is an envelope
 * never seen; `same` one that was stored, arriving again; `replayed` one that uses the id or nonce of another.
 */
export class ReplayTable {
  readonly #byId: Statement;
  readonly #byNonce: Statement;
  readonly #insert: Statement;
  readonly #purge: Statement;

  constructor(db: Database) {
    this.#byId = db
      .prepare(
        'SELECT hash FROM received_envelopes WHERE recipient_did = ? AND sender_did = ? AND envelope_id = ?',
      )
      .pluck();
    this.#byNonce = db
      .prepare('SELECT 1 FROM received_envelopes WHERE recipient_did = ? AND sender_did = ? AND nonce = ?')
      .pluck();
    this.#insert = db.prepare(
      `INSERT INTO received_envelopes (recipient_did, sender_did, envelope_id, nonce, gen, seq, hash, status, envelope,
         message, received_at_ms, keep_until_ms)
       VALUES (@recipient, @sender, @id, @nonce, @gen, @seq, @hash, 'stored', @text, @message, @receivedAtMs, @keepUntilMs)`,
    );
    this.#purge = db.prepare('DELETE FROM received_envelopes WHERE keep_until_ms <= ?');
  }

  judge(envelope: Envelope, hash: string): 'fresh' | 'same' | 'replayed' {
    const known = this.#byId.get(envelope.recipient_did, envelope.sender_did, envelope.id);
    if (known !== undefined) return known === hash ? 'same' : 'replayed';
    const nonce = this.#byNonce.get(envelope.recipient_did, envelope.sender_did, envelope.nonce);
    return nonce === undefined ? 'fresh' : 'replayed';
  }

  remember({ envelope, hash, text, message, receivedAtMs }: Received): void {
    this.#insert.run({
      recipient: envelope.recipient_did,
      sender: envelope.sender_did,
      id: envelope.id,
      nonce: envelope.nonce,
      gen: envelope.gen,
      seq: envelope.seq,
      hash,
      text,
      message,
      receivedAtMs,
      keepUntilMs: envelope.expires_at * 1000 + REPLAY_MEMORY_MS,
    });
  }

  /** Forgets what is past its time: those envelopes are refused as expired from now on. */
  purge(nowMs: number): number {
    return this.#purge.run(nowMs).changes;
  }
}
