import type { Store } from '../../store/store.ts';
import { cutLog } from './free-space.ts';

/** Long enough for more of the same to come, and for whoever deleted it to be answered first. */
const SOON_MS = 40;
const PAUSE_MS = 4;
/** Somebody else reads the database, or the disk takes nothing: twice as long each time, until it is this long. */
const AGAIN_MS = 1_000;
const AGAIN_MAX_MS = 60_000;
/** A start is more urgent. */
const AFTER_START_MS = 3_000;
/** For those who wait: a stop, and writing the database anew. */
const AT_ONCE_MS = 2_000;

/** What a slice of the work has come to; `stuck` where the disk takes nothing now. */
export type Forgotten = 'all' | 'more' | 'stuck';

/**
 * A row that is deleted is not gone yet: its words are in the index of the search, and the write-ahead log has its page
 * as it was. This takes it out of both, as soon as the node has nothing else to do.
 */
export class Forgetting {
  readonly #store: Store;
  #forget: () => Forgotten = () => 'all';
  #timer: NodeJS.Timeout | null = null;
  #againMs = AGAIN_MS;
  #isStopped = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * What a process that was killed has left is in the log of that one, which is short then and empty otherwise: later
   * it would be cut beside the first work of this one.
   * @param forget takes a slice of it out of the index
   */
  begin(forget: () => Forgotten): void {
    this.#forget = forget;
    if (forget() !== 'all' || !cutLog(this.#store)) this.soon(AFTER_START_MS);
  }

  /** Something was deleted. */
  soon(waitMs = SOON_MS): void {
    if (this.#isStopped) return;
    // What waits for a start, or for a reader, is done with it.
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const forgotten = this.#forget();
      if (forgotten === 'more') return this.soon(PAUSE_MS);
      const isOver = forgotten === 'all' && cutLog(this.#store);
      if (!isOver) this.soon(this.#againMs);
      this.#againMs = isOver ? AGAIN_MS : Math.min(2 * this.#againMs, AGAIN_MAX_MS);
    }, waitMs);
    this.#timer.unref();
  }

  /** Takes out of the index now what is deleted, as far as that takes no longer than a moment. */
  now(): void {
    const endMs = performance.now() + AT_ONCE_MS;
    while (this.#forget() === 'more' && performance.now() < endMs);
  }

  /** The log is cut by whoever closes the database last. */
  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const isLeft = this.#timer !== null;
    this.#timer = null;
    this.#isStopped = true;
    if (isLeft) this.now();
  }
}
