import type { Entry } from '#shared/protocol/log/entry.ts';
import { missingReceipt } from './log-errors.ts';
import type { LogStore } from './log-store.ts';
import { rereadEntry } from './signed-entry.ts';

/** Of what was read lately so much is kept, whichever is reached first. */
const KEPT_ENTRIES = 4096;
const KEPT_BYTES = 4 * 1024 * 1024;

/** What entries say, read from the database when it is asked for: memory holds what is asked for again and again. */
export class EntryShelf {
  readonly #store: Pick<LogStore, 'text'>;
  /** The one that was asked for longest ago comes first. */
  readonly #kept = new Map<string, { readonly entry: Entry; readonly bytes: number }>();
  readonly #damaged: () => void;
  #bytes = 0;

  /** @param damaged called when a row is not what it was */
  constructor(store: Pick<LogStore, 'text'>, damaged: () => void = () => undefined) {
    this.#store = store;
    this.#damaged = damaged;
  }

  /** @throws {GhostStackError} `store-corrupt` for a row that is gone, `malformed` for one that was changed */
  readonly entry = (hash: string): Entry => {
    const known = this.#kept.get(hash);
    if (known) {
      this.#kept.delete(hash);
      this.#kept.set(hash, known);
      return known.entry;
    }
    const text = this.#store.text(hash);
    try {
      if (text === null) throw missingReceipt(hash);
      const entry = rereadEntry(hash, text);
      this.#keep(hash, entry, text.length);
      return entry;
    } catch (error) {
      this.#damaged();
      throw error;
    }
  };

  #keep(hash: string, entry: Entry, bytes: number): void {
    this.#kept.set(hash, { entry, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: least }] of this.#kept) {
      if (this.#kept.size <= KEPT_ENTRIES && this.#bytes <= KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#bytes -= least;
    }
  }
}
