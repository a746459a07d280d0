import type { Database, Statement } from 'better-sqlite3';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { PartPayload } from './payload.ts';

/** A part that has not come before. */
export interface IncomingPart {
  readonly senderDid: string;
  readonly part: PartPayload;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** Keeps the parts of small files. Everything here is called in the transaction in which the envelope is remembered. */
export interface PartKeeper {
  /** Bytes that are kept of that sender for messages that nobody has read yet, or that are not here. */
  unreadBytesOf(senderDid: string): number;
  keep(part: IncomingPart): void;
  /** The message is here now: its parts stay as long as it does. */
  messageCame(senderDid: string, mid: string): void;
  /** The number of the message that it is of, if that is here. */
  messageOf(senderDid: string, mid: string): number | null;
  /** Drops what waited for its message in vain. */
  purge(nowMs: number): void;
}

/** A part waits so long for its message. */
const PART_WAITS_MS = DAY_MS;

/** In the table `file_parts`. */
export class PartTable implements PartKeeper {
  readonly #unreadBytes: Statement;
  readonly #keep: Statement;
  readonly #came: Statement;
  readonly #messageOf: Statement;
  readonly #purge: Statement;

  constructor(db: Database) {
    // What is read frees its room, as texts do: parts stay as long as their messages, which may be for ever.
    const read =
      "m.direction = 'in' AND m.sender_did = p.sender_did AND m.mid = p.of_mid AND m.read_at_ms IS NOT NULL";
    this.#unreadBytes = db
      .prepare(
        `SELECT COALESCE(SUM(LENGTH(p.data)), 0) FROM file_parts p WHERE p.sender_did = ?
           AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.uuid = p.of_mid AND ${read})
           AND NOT EXISTS (SELECT 1 FROM messages m INDEXED BY messages_by_mid WHERE m.mid <> m.uuid AND ${read})`,
      )
      .pluck();
    // The first that came is kept: a sender that sends two for one place has none that is whole.
    this.#keep = db.prepare(
      `INSERT OR IGNORE INTO file_parts (sender_did, of_mid, part, data, received_at_ms, keep_until_ms)
       SELECT @senderDid, @of, @index, @data, @nowMs, IIF(@isHere, NULL, @untilMs)`,
    );
    const of = "direction = 'in' AND sender_did = @senderDid AND mid = @mid";
    this.#messageOf = db
      .prepare(
        `SELECT id FROM messages WHERE ${of} AND uuid = @mid UNION ALL SELECT id FROM messages WHERE ${of} AND mid <> uuid`,
      )
      .pluck();
    this.#came = db.prepare(
      'UPDATE file_parts SET keep_until_ms = NULL WHERE sender_did = @senderDid AND of_mid = @mid',
    );
    this.#purge = db.prepare('DELETE FROM file_parts WHERE keep_until_ms <= ?');
  }

  unreadBytesOf(senderDid: string): number {
    return this.#unreadBytes.get(senderDid) as number;
  }

  keep({ senderDid, part: { of, index, data }, nowMs, expiresAtMs }: IncomingPart): void {
    const untilMs = Math.min(nowMs + PART_WAITS_MS, expiresAtMs);
    const isHere = this.messageOf(senderDid, of) === null ? 0 : 1;
    this.#keep.run({ senderDid, of, index, data: Buffer.from(data), nowMs, untilMs, isHere });
  }

  messageOf(senderDid: string, mid: string): number | null {
    return (this.#messageOf.get({ senderDid, mid }) as number | undefined) ?? null;
  }

  messageCame(senderDid: string, mid: string): void {
    this.#came.run({ senderDid, mid });
  }

  purge(nowMs: number): void {
    this.#purge.run(nowMs);
  }
}
