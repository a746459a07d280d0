import { createHash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { MessageFile } from '#shared/contract/domain/file.ts';
import { type FileOffer, PART_BYTES } from '../file-offer.ts';
import type { MessageRow } from '../message-table.ts';
import { OutgoingParts } from './outgoing-parts.ts';

type Progress = Pick<MessageFile, 'state' | 'code' | 'doneBytes' | 'wentTo'>;

/** Of files that were put together once to be looked at. */
const JUDGED_MAX = 1_000;

/** Files that come in parts: whole when all parts are there and together are what their message names. */
export class SmallFiles {
  readonly #outgoing: OutgoingParts;
  readonly #count: Statement;
  readonly #parts: Statement;
  /** Whether the parts of a message are its file; by its number. Parts never change. */
  readonly #judged = new Map<number, boolean>();

  constructor(db: Database) {
    this.#outgoing = new OutgoingParts(db);
    this.#count = db.prepare(
      'SELECT COUNT(*) AS count, COALESCE(SUM(LENGTH(data)), 0) AS bytes FROM file_parts WHERE sender_did = ? AND of_mid = ?',
    );
    this.#parts = db
      .prepare('SELECT data FROM file_parts WHERE sender_did = ? AND of_mid = ? ORDER BY part')
      .pluck();
  }

  /** How far the file of a message in a small one's row is. */
  of(row: MessageRow, bytes: number): Progress {
    return row.direction === 'out' ? this.#sent(row, bytes) : this.#came(row, bytes);
  }

  /** All parts that came, in order. */
  partsOf(senderDid: string, mid: string): Buffer[] {
    return this.#parts.all(senderDid, mid) as Buffer[];
  }

  #sent({ id, thread }: MessageRow, bytes: number): Progress {
    const states = this.#outgoing.states(id);
    const delivered = states.filter((state) => state === 'delivered').length;
    const doneBytes = states.length === 0 ? bytes : Math.floor((bytes * delivered) / states.length);
    if (delivered === states.length) return { state: 'whole', code: null, doneBytes };
    const isOpen = states.some((state) => state === 'waiting' || state === 'sent');
    if (isOpen) {
      const state = delivered === 0 ? 'waiting' : 'fetching';
      const wentTo = thread === 'broadcast' ? { wentTo: this.#outgoing.wentTo(id) } : {};
      return { state, code: null, doneBytes, ...wentTo };
    }
    return { state: 'ended', code: states.includes('cancelled') ? 'cancelled' : 'expired', doneBytes };
  }

  #came({ id, sender_did, mid, file }: MessageRow, bytes: number): Progress {
    const { count, bytes: came } = this.#count.get(sender_did, mid) as { count: number; bytes: number };
    const doneBytes = Math.min(came, bytes);
    if (count < Math.ceil(bytes / PART_BYTES)) return { state: 'waiting', code: null, doneBytes };
    const isWhole = this.#judged.get(id) ?? this.#judge(id, this.partsOf(sender_did, mid), file);
    return isWhole
      ? { state: 'whole', code: null, doneBytes }
      : { state: 'ended', code: 'damaged', doneBytes };
  }

  #judge(message: number, parts: readonly Buffer[], file: string | null): boolean {
    const isWhole = file !== null && isFile(parts, JSON.parse(file) as FileOffer);
    if (this.#judged.size >= JUDGED_MAX) this.#judged.clear();
    this.#judged.set(message, isWhole);
    return isWhole;
  }
}

/** Whether parts together are that file, and as large as it is said to be. */
export function isFile(
  parts: readonly Uint8Array[],
  { bytes, sha256 }: Pick<FileOffer, 'bytes' | 'sha256'>,
): boolean {
  if (parts.reduce((sum, { length }) => sum + length, 0) !== bytes) return false;
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex') === sha256;
}
