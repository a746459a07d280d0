import { setImmediate } from 'node:timers/promises';
import type { LogRow, LogStore } from './log-store.ts';
import { isSignedAside, withoutSignature } from './read-entry.ts';
import { readStoredEntry } from './signed-entry.ts';

const ROWS_AT_ONCE = 32;
/** Nothing was stored for so long: the node has nothing better to do. */
const IDLE_MS = 1_000;
/** What was checked when it came is noted on disk in such steps only. */
const NOTED_EVERY = 512;

export interface SignatureChecksOptions {
  readonly cell: string;
  readonly store: LogStore;
  /** Told what could not be read or written; it is tried again when something else is stored. */
  readonly failed: (error: unknown) => void;
}

/**
 * Checks in idle time the signatures that were not looked at when their entries came, as later ones vouched for them. One
 * that does not hold is taken off: its entry keeps its place, behind the run that covers it.
 */
export class SignatureChecks {
  readonly #options: SignatureChecksOptions;
  /** Stored in this run, and seen to hold. */
  readonly #seen = new Set<string>();
  #isOn = false;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  /** Rows up to this position were checked, and up to which this is noted on disk. */
  #to = 0;
  #noted = 0;

  constructor(options: SignatureChecksOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isOn = true;
    this.#to = this.#noted = this.#options.store.checkedTo(this.#options.cell);
    this.wake();
  }

  /** Nothing is read or written any more from here on. */
  stop(): void {
    this.#isOn = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** An entry is about to be stored whose signature was seen to hold. */
  seen(hash: string): void {
    if (this.#isOn) this.#seen.add(hash);
  }

  /** Something was stored: not now. */
  wake(): void {
    if (!this.#isOn) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#running ??= this.#run().finally(() => {
        this.#running = null;
      });
    }, IDLE_MS);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    const { cell, store, failed } = this.#options;
    try {
      while (this.#isOn) {
        const rows = store.rowsAfter(cell, this.#to, ROWS_AT_ONCE);
        const last = rows.at(-1);
        if (!last) return;
        await this.#check(rows);
        this.#to = last.position;
        await setImmediate();
      }
    } catch (error) {
      failed(error);
    }
  }

  async #check(rows: readonly (LogRow & { readonly position: number })[]): Promise<void> {
    const { cell, store } = this.#options;
    const doubtful = rows.filter(({ hash }) => !this.#seen.has(hash));
    const reads = doubtful.map(({ hash, entry }) => readStoredEntry(hash, entry));
    const holds = await Promise.all(reads.map(isSignedAside));
    if (!this.#isOn) return;
    const spoiled = reads.filter(({ signature }, at) => signature !== null && !holds[at]);
    const to = rows.at(-1)?.position ?? this.#to;
    if (doubtful.length > 0 || to - this.#noted >= NOTED_EVERY) {
      store.transaction(() => {
        for (const read of spoiled) store.replaceText(read.hash, withoutSignature(read).text);
        store.noteCheckedTo(cell, to);
      });
      this.#noted = to;
    }
    for (const { hash } of rows) this.#seen.delete(hash);
  }
}
