import type { Entry } from '#shared/protocol/log/entry.ts';
import { WaitingEntries } from '#shared/protocol/log/waiting-entries.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { JudgedEntry, VouchedEntry } from './judge-texts.ts';
import type { Bringer } from './received.ts';
import { type Behind, behindCover, isCover } from './vouching.ts';

/** Whose room an entry takes, and how much of it. */
interface Brought {
  readonly from: Bringer | null;
  readonly bytes: number;
  readonly atMs: number;
}

export interface Released {
  readonly vouched: VouchedEntry;
  readonly from: Bringer | null;
}

/**
 * Entries for which nobody vouches: their own signature does not hold, and nothing that does has come that covers them.
 * They are not known to anybody else here, are counted against who brought them, and are forgotten in time.
 */
export class Unvouched {
  readonly #room = new WaitingEntries();
  /** By entry, so that what the room forgets is forgotten here. */
  readonly #kept = new WeakMap<Entry, { readonly judged: JudgedEntry; readonly from: Bringer | null }>();

  has(hash: string): boolean {
    return this.#room.has(hash);
  }

  /** Why there is no room for it, or null. */
  add(judged: JudgedEntry, { from, bytes, atMs }: Brought): Saying | null {
    if (this.has(judged.hash)) return null;
    const brought = from && { by: from.did, bytes, atMs };
    const crowded = brought && this.#room.crowded(brought, false);
    if (crowded) return crowded;
    this.#room.add(judged, [], brought, false);
    this.#kept.set(judged.entry, { judged, from });
    return null;
  }

  forget(hash: string): void {
    this.#room.forget(hash);
  }

  /** Takes out what an entry vouches for that is so far behind a signature, causes first. */
  release(cover: Entry, coverBehind: Behind): Released[] {
    const released: Released[] = [];
    let [entry, behind] = [cover, coverBehind];
    for (
      let added = this.#room.get(entry.prev);
      added && isCover(entry, added);
      added = this.#room.get(entry.prev)
    ) {
      const kept = this.#kept.get(added.entry);
      const further = kept && behindCover(behind, kept.judged);
      if (!kept || !further) break;
      this.#room.forget(added.hash);
      released.unshift({ vouched: { ...kept.judged, behind: further }, from: kept.from });
      entry = added.entry;
      behind = further;
    }
    return released;
  }
}
