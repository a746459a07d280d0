import type { IntegrityLog } from '../integrity-log.ts';
import { missingReceipt } from '../log-errors.ts';
import { rereadEntry } from '../signed-entry.ts';
import type { LogCheckpoint } from './log-checkpoint.ts';

/** Fewer entries than these are judged at a start in the time that it takes to read them. */
const LEAST_ROWS = 64;
/** After news there is more urgent work. */
const SOON_MS = 2_000;
/** Between two parts, for all else that a node does. */
const PAUSE_MS = 25;
/** So many rows that a start has not read are read at once, some milliseconds, and then others are let pass. */
const ROWS_AT_ONCE = 64;
/** A fiftieth of the node's time: nobody waits for it. */
const READING_PAUSE_MS = 100;
/** At an end, which should not be long. */
const PARTS_AT_END = 4;

export interface KeeperOptions {
  readonly log: Pick<IntegrityLog, 'graph' | 'book' | 'subscribe'>;
  readonly checkpoint: LogCheckpoint;
  /** Told of a row that is not what it was when it was judged. */
  readonly damaged: (error: unknown) => void;
}

/**
 * Writes the checkpoint of a log while its node has nothing else to do, and what is left when it ends; reads the rows
 * that a start has not read, so that one that was changed is noticed although nobody asks for it.
 */
export class CheckpointKeeper {
  readonly #options: KeeperOptions;
  #timer: NodeJS.Timeout | null = null;
  #reading: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.#options.log.subscribe(() => this.#soon(SOON_MS));
    this.#soon(SOON_MS);
    this.#readFrom(0, 0, SOON_MS);
  }

  stop(): void {
    if (!this.#unsubscribe) return;
    this.#unsubscribe();
    this.#unsubscribe = null;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#reading) clearTimeout(this.#reading);
    if (this.#lag() < LEAST_ROWS) return;
    for (let part = 0; part < PARTS_AT_END && this.#write(); part += 1);
  }

  #soon(waitMs: number): void {
    if (this.#timer || this.#lag() < LEAST_ROWS) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#write()) this.#soon(PAUSE_MS);
    }, waitMs);
    this.#timer.unref();
  }

  /** A disk that takes nothing now, or nothing at all, is told of by those who must write. */
  #write(): boolean {
    try {
      return this.#options.checkpoint.write(this.#options.log);
    } catch {
      return false;
    }
  }

  #lag(): number {
    return this.#options.checkpoint.lag(this.#options.log);
  }

  /** The rows from this one on, which come after this position of the log. */
  #readFrom(row: number, after: number, waitMs: number): void {
    if (row >= this.#options.checkpoint.taken) return;
    this.#reading = setTimeout(() => {
      const last = this.#lastWhole(row, after);
      if (last !== null) this.#readFrom(row + ROWS_AT_ONCE, last, READING_PAUSE_MS);
    }, waitMs);
    this.#reading.unref();
  }

  /** Position of the last of the next rows; null where one of them is gone, is another, or says something else. */
  #lastWhole(from: number, after: number): number | null {
    const { log, checkpoint, damaged } = this.#options;
    const count = Math.min(ROWS_AT_ONCE, checkpoint.taken - from);
    try {
      let last = after;
      const rows = checkpoint.textsAfter(after, count);
      for (let at = 0; at < count; at += 1) {
        const hash = log.graph.rows.hashes.hash(from + at);
        const row = rows[at];
        if (row?.hash !== hash) throw missingReceipt(hash);
        rereadEntry(hash, row.entry);
        last = row.position;
      }
      return last;
    } catch (error) {
      checkpoint.distrust();
      damaged(error);
      return null;
    }
  }
}
