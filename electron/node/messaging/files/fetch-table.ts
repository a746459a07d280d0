import type { Database, Statement } from 'better-sqlite3';
import type { FileOffer } from '../file-offer.ts';

/** Why a fetch is over without the file. */
export type FetchEnd =
  | 'not-found'
  | 'gone'
  | 'changed'
  | 'damaged'
  | 'cancelled'
  | 'expired'
  | 'stale'
  | 'no-room';

export interface Fetch {
  readonly message: number;
  readonly state: 'waiting' | 'whole' | 'ended';
  readonly code: FetchEnd | null;
  readonly byteAtMs: number;
  readonly doneBytes: number;
}

/** A message of somebody else that has a file. */
export interface OfferedMessage {
  readonly message: number;
  readonly uuid: string;
  readonly thread: string;
  readonly senderDid: string;
  readonly mid: string;
  readonly expiresAtMs: number;
  readonly atMs: number;
  readonly file: FileOffer;
}

export type WantedMessage = OfferedMessage & Fetch;

const MESSAGE = `m.id AS message, m.uuid, m.thread, m.sender_did AS senderDid, m.mid, m.expires_at_ms AS expiresAtMs,
  m.created_at_ms AS atMs, m.file`;
const FETCH = 'f.state, f.code, f.byte_at_ms AS byteAtMs, f.done_bytes AS doneBytes';

/** SQL of what is fetched from others. */
export class FetchTable {
  readonly #offered: Statement;
  readonly #fetch: Statement;
  readonly #wanted: Statement;
  readonly #want: Statement;
  readonly #settle: Statement;
  readonly #came: Statement;
  readonly #forget: Statement;

  constructor(db: Database) {
    this.#offered = db.prepare(
      `SELECT ${MESSAGE} FROM messages m WHERE m.uuid = ? AND m.direction = 'in' AND m.file IS NOT NULL`,
    );
    this.#fetch = db.prepare(`SELECT f.message, ${FETCH} FROM file_fetches f WHERE f.message = ?`);
    this.#wanted = db.prepare(
      `SELECT ${MESSAGE}, ${FETCH} FROM file_fetches f JOIN messages m ON m.id = f.message ORDER BY f.asked_at_ms, f.message`,
    );
    this.#want = db.prepare(
      `INSERT INTO file_fetches (message, state, asked_at_ms, byte_at_ms) VALUES (@message, 'waiting', @nowMs, @nowMs)
       ON CONFLICT (message) DO UPDATE SET state = 'waiting', code = NULL, asked_at_ms = @nowMs, byte_at_ms = @nowMs`,
    );
    this.#settle = db.prepare(
      'UPDATE file_fetches SET state = @state, code = @code WHERE message = @message',
    );
    this.#came = db.prepare(
      'UPDATE file_fetches SET done_bytes = @doneBytes, byte_at_ms = MAX(byte_at_ms, @byteAtMs) WHERE message = @message',
    );
    this.#forget = db.prepare('DELETE FROM file_fetches WHERE message = ?');
  }

  /** The message of that id, if it came and has a file. */
  offered(uuid: string): OfferedMessage | null {
    const row = this.#offered.get(uuid) as (OfferedMessage & { file: string }) | undefined;
    return row === undefined ? null : { ...row, file: JSON.parse(row.file) as FileOffer };
  }

  fetchOf(message: number): Fetch | null {
    return (this.#fetch.get(message) as Fetch | undefined) ?? null;
  }

  /** Everything that was ever asked for and whose message is here; what was asked for first comes first. */
  wanted(): WantedMessage[] {
    const rows = this.#wanted.all() as (WantedMessage & { file: string })[];
    return rows.map((row) => ({ ...row, file: JSON.parse(row.file) as FileOffer }));
  }

  want(message: number, nowMs: number): void {
    this.#want.run({ message, nowMs });
  }

  settle(message: number, state: Fetch['state'], code: FetchEnd | null): void {
    this.#settle.run({ message, state, code });
  }

  came(message: number, doneBytes: number, byteAtMs: number): void {
    this.#came.run({ message, doneBytes, byteAtMs });
  }

  forget(message: number): void {
    this.#forget.run(message);
  }
}
