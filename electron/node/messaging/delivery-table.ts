import type { Database, Statement } from 'better-sqlite3';
import { LONGEST_WAIT_MS } from './backoff.ts';

export type DeliveryState = 'waiting' | 'sent' | 'delivered' | 'refused' | 'expired' | 'cancelled';

export interface DeliveryRow {
  readonly message: number;
  readonly recipient_did: string;
  readonly state: DeliveryState;
  readonly code: string | null;
  readonly attempts: number;
  readonly next_try_at_ms: number;
  readonly envelope_id: string | null;
  readonly envelope_bytes: number | null;
  /** 1 if an earlier envelope of this id may have arrived. */
  readonly resealed: number;
}

/** An envelope that waits for its recipient. */
export interface WaitingEnvelope {
  readonly message: number;
  readonly attempts: number;
  readonly envelope_id: string;
  readonly envelope: string;
  readonly envelope_hash: string;
  readonly resealed: number;
}

export interface StoredEnvelope {
  readonly number: number;
  readonly recipientDid: string;
  readonly text: string;
  readonly hash: string;
  readonly gen: number;
  readonly seq: number;
}

/** An envelope that is to be tried again. */
export interface Retry {
  readonly number: number;
  readonly recipientDid: string;
  readonly hash: string;
  readonly state: 'waiting' | 'sent';
  readonly code: string | null;
  readonly nextTryAtMs: number;
}

/**
 * A message that failed this often travels alone, after the others, so that whatever is wrong with it cannot take
 * a batch down with it.
 */
const ALONE_AFTER_ATTEMPTS = 3;

export interface DueQuery {
  readonly recipientDid: string;
  readonly nowMs: number;
  /** Also those whose next try is later, unless the recipient itself said "later". */
  readonly reconnected: boolean;
  /** Also those. */
  readonly now: boolean;
}

/** One row per recipient of an outgoing message: its envelope and how far it has come. */
export class DeliveryTable {
  readonly #insert: Statement;
  readonly #ofMessage: Statement;
  readonly #fates: Statement;
  readonly #unsealed: Statement;
  readonly #keep: Statement;
  readonly #store: Statement;
  readonly #due: Statement;
  readonly #troubled: Statement;
  readonly #settle: Statement;
  readonly #delivered: Statement;
  readonly #sent: Statement;
  readonly #retry: Statement;
  readonly #expireOpen: Statement;
  readonly #cancel: Statement;
  readonly #openFor: Statement;
  readonly #openRecipients: Statement;
  readonly #waiting: Statement;
  readonly #dueAgain: Statement;
  readonly #nextSeq: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare(
      "INSERT INTO deliveries (message, recipient_did, state, envelope_id) VALUES (?, ?, 'waiting', ?)",
    );
    this.#ofMessage = db.prepare(
      `SELECT message, recipient_did, state, code, attempts, next_try_at_ms, envelope_id, envelope_bytes, resealed
       FROM deliveries WHERE message = ?`,
    );
    this.#fates = db.prepare('SELECT state, code FROM deliveries WHERE message = ?');
    this.#unsealed = db
      .prepare(
        `SELECT message FROM deliveries WHERE recipient_did = ? AND state = 'waiting' AND envelope_bytes IS NULL
         ORDER BY message LIMIT ?`,
      )
      .pluck();
    this.#keep = db.prepare('INSERT INTO sealed_envelopes (envelope) VALUES (?)');
    this.#store = db.prepare(
      `UPDATE deliveries SET sealed = @sealed, envelope_bytes = @bytes, envelope_hash = @hash, gen = @gen, seq = @seq
       WHERE message = @number AND recipient_did = @recipientDid`,
    );
    const due = `SELECT message, attempts, envelope_id, envelope, envelope_hash, resealed
      FROM deliveries CROSS JOIN sealed_envelopes ON number = sealed
      WHERE recipient_did = @recipientDid AND state IN ('waiting', 'sent') AND envelope_bytes IS NOT NULL
        AND (next_try_at_ms <= @nowMs OR next_try_at_ms > @nowMs + ${LONGEST_WAIT_MS} OR @now OR (@reconnected AND code IS NULL))`;
    this.#due = db.prepare(
      `${due} AND message > @after AND attempts < ${ALONE_AFTER_ATTEMPTS} ORDER BY message LIMIT @limit`,
    );
    // The one that failed least goes first: so the one that is to blame does not hold up the others.
    this.#troubled = db.prepare(`${due} AND attempts >= ${ALONE_AFTER_ATTEMPTS} ORDER BY attempts, message`);
    this.#settle = db.prepare(
      `UPDATE deliveries SET state = @state, code = @code, sealed = NULL, attempts = attempts + 1, next_try_at_ms = 0
       WHERE message = @number AND recipient_did = @recipientDid`,
    );
    this.#delivered = db.prepare(
      `UPDATE deliveries SET state = 'delivered', code = NULL, sealed = NULL, attempts = attempts + 1, next_try_at_ms = 0
       WHERE message IN (SELECT value FROM json_each(@numbers)) AND recipient_did = @recipientDid`,
    );
    this.#sent = db.prepare(
      "UPDATE deliveries SET state = 'sent' WHERE message = ? AND recipient_did = ? AND envelope_hash = ? AND state = 'waiting'",
    );
    this.#retry = db.prepare(
      `UPDATE deliveries SET state = @state, code = @code, attempts = attempts + 1, next_try_at_ms = @nextTryAtMs
       WHERE message = @number AND recipient_did = @recipientDid AND envelope_hash = @hash AND state IN ('waiting', 'sent')`,
    );
    this.#expireOpen = db.prepare(
      `UPDATE deliveries SET state = 'expired', sealed = NULL, next_try_at_ms = 0
       WHERE message = ? AND state IN ('waiting', 'sent')`,
    );
    this.#cancel = db.prepare(
      `UPDATE deliveries SET state = 'cancelled', sealed = NULL, next_try_at_ms = 0
       WHERE message = ? AND recipient_did = ? AND state IN ('waiting', 'sent')`,
    );
    this.#openFor = db
      .prepare(
        "SELECT message FROM deliveries WHERE recipient_did = ? AND state IN ('waiting', 'sent') ORDER BY message",
      )
      .pluck();
    this.#openRecipients = db
      .prepare("SELECT DISTINCT recipient_did FROM deliveries WHERE state IN ('waiting', 'sent')")
      .pluck();
    this.#waiting = db.prepare(
      `SELECT COUNT(*) AS messages, COALESCE(SUM(envelope_bytes), 0) AS bytes FROM deliveries
       WHERE recipient_did = ? AND state IN ('waiting', 'sent')`,
    );
    this.#dueAgain = db
      .prepare(
        `SELECT DISTINCT recipient_did FROM deliveries WHERE state IN ('waiting', 'sent') AND next_try_at_ms > 0
           AND (next_try_at_ms <= @nowMs OR next_try_at_ms > @nowMs + ${LONGEST_WAIT_MS})`,
      )
      .pluck();
    this.#nextSeq = db
      .prepare(
        `INSERT INTO sequences (sender_did, recipient_did, cell, gen, next_seq) VALUES (?, ?, ?, ?, 1)
         ON CONFLICT DO UPDATE SET next_seq = next_seq + 1 RETURNING next_seq - 1`,
      )
      .pluck();
  }

  insert(number: number, recipientDid: string, envelopeId: string): void {
    this.#insert.run(number, recipientDid, envelopeId);
  }

  ofMessage(number: number): DeliveryRow[] {
    return this.#ofMessage.all(number) as DeliveryRow[];
  }

  /** What became of it for each recipient, and no more of it. */
  fatesOf(number: number): Pick<DeliveryRow, 'state' | 'code'>[] {
    return this.#fates.all(number) as Pick<DeliveryRow, 'state' | 'code'>[];
  }

  /** Numbers of messages for that recipient that have no envelope yet, oldest first. */
  unsealed(recipientDid: string, limit: number): number[] {
    return this.#unsealed.all(recipientDid, limit) as number[];
  }

  storeEnvelope(envelope: StoredEnvelope): void {
    const { text, ...rest } = envelope;
    const sealed = this.#keep.run(text).lastInsertRowid;
    this.#store.run({ ...rest, sealed, bytes: Buffer.byteLength(text, 'utf8') });
  }

  /**
   * Envelopes that may be sent, oldest message first, of messages with a number greater than `after`. One by one:
   * nothing else may use the store before the iteration ends.
   */
  due(query: DueQuery, after: number, limit: number): IterableIterator<WaitingEnvelope> {
    return this.#due.iterate({ ...asParameters(query), after, limit }) as IterableIterator<WaitingEnvelope>;
  }

  /** The same for those that failed often, the least often first. */
  troubled(query: DueQuery): IterableIterator<WaitingEnvelope> {
    return this.#troubled.iterate(asParameters(query)) as IterableIterator<WaitingEnvelope>;
  }

  /** That recipient has them: their envelopes are not needed any more. */
  delivered(numbers: readonly number[], recipientDid: string): void {
    this.#delivered.run({ numbers: JSON.stringify(numbers), recipientDid });
  }

  /** It will never be taken: the envelope is not needed any more. */
  refused(number: number, recipientDid: string, code: string): void {
    this.#settle.run({ number, recipientDid, state: 'refused', code });
  }

  /** It is written out whole, and nothing is known of what became of it; unless it was sealed anew meanwhile. */
  sent(number: number, recipientDid: string, hash: string): void {
    this.#sent.run(number, recipientDid, hash);
  }

  /** The same. */
  retryAt(retry: Retry): void {
    this.#retry.run(retry);
  }

  /** The recipients to whom anything is not settled. */
  openRecipients(): string[] {
    return this.#openRecipients.all() as string[];
  }

  /** Numbers of messages of which the part for that recipient is not settled. */
  openFor(recipientDid: string): number[] {
    return this.#openFor.all(recipientDid) as number[];
  }

  /** Ends all that is not settled of a message, because its time is over. */
  expireOpen(number: number): void {
    this.#expireOpen.run(number);
  }

  /** Ends what is not settled of a message for one recipient. */
  cancel(number: number, recipientDid: string): void {
    this.#cancel.run(number, recipientDid);
  }

  waitingFor(recipientDid: string): { messages: number; bytes: number } {
    return this.#waiting.get(recipientDid) as { messages: number; bytes: number };
  }

  /** The recipients to whom something is due to be tried again. */
  dueAgain(nowMs: number): string[] {
    return this.#dueAgain.all({ nowMs }) as string[];
  }

  nextSeq(senderDid: string, recipientDid: string, cell: string, gen: number): number {
    return this.#nextSeq.get(senderDid, recipientDid, cell, gen) as number;
  }
}

function asParameters({ recipientDid, nowMs, reconnected, now }: DueQuery): Record<string, string | number> {
  return { recipientDid, nowMs, reconnected: reconnected ? 1 : 0, now: now ? 1 : 0 };
}
