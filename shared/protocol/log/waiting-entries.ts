import { type Saying, says } from '../saying.ts';
import type { Entry, HashedEntry } from './entry.ts';

/** Who brought an entry, which is whose room it takes while it waits. */
export interface Brought {
  /** The connected peer: whoever signed the entry, this one has sent it. */
  readonly by: string;
  /** Size of its text. */
  readonly bytes: number;
  readonly atMs: number;
}

/** What one peer brought may wait up to these bounds; the rest is sent again by whoever is told our tips. */
export const WAITING_MAX_ENTRIES = 1000;
export const WAITING_MAX_BYTES = 1024 * 1024;
/** Of authors whom nobody here knows: newcomers whose admission has not come yet, or names that were made up. */
export const WAITING_MAX_OF_STRANGERS = 50;
/** What has waited so long makes room. */
export const WAITING_MAX_MS = 10 * 60_000;

interface Waiter {
  readonly added: HashedEntry;
  readonly lacks: Set<string>;
  readonly brought: Brought | null;
  isStranger: boolean;
  /** A known author's entry waits for it under another name or key, perhaps through others of its own name and key. */
  isAwaited: boolean;
}

interface Room {
  entries: number;
  bytes: number;
  strangers: number;
}

/** Entries that wait until those before them are here, in the order in which they came. */
export class WaitingEntries {
  readonly #waiters = new Map<string, Waiter>();
  /** Hash that is lacking -> entries that wait for it. */
  readonly #waitFor = new Map<string, Set<string>>();
  readonly #rooms = new Map<string, Room>();
  readonly #isWriter: (entry: Entry) => boolean;

  /** @param isWriter whether an author is somebody who may write here, as far as is known now */
  constructor(isWriter: (entry: Entry) => boolean = () => true) {
    this.#isWriter = isWriter;
  }

  get size(): number {
    return this.#waiters.size;
  }

  has(hash: string): boolean {
    return this.#waiters.has(hash);
  }

  get(hash: string): HashedEntry | null {
    return this.#waiters.get(hash)?.added ?? null;
  }

  *values(): IterableIterator<HashedEntry> {
    for (const { added } of this.#waiters.values()) yield added;
  }

  /** Why there is no room for what somebody brought, or null; what has waited for too long is forgotten first. */
  crowded(brought: Brought, isStranger: boolean): Saying | null {
    for (const [hash, waiter] of this.#waiters) {
      if (waiter.brought && brought.atMs - waiter.brought.atMs < WAITING_MAX_MS) break;
      if (waiter.brought) this.forget(hash);
    }
    const room = this.#rooms.get(brought.by);
    if (isStranger && (room?.strangers ?? 0) >= WAITING_MAX_OF_STRANGERS)
      return says('refusal.waitingOfStrangers', { limit: WAITING_MAX_OF_STRANGERS });
    if ((room?.entries ?? 0) >= WAITING_MAX_ENTRIES)
      return says('refusal.waiting', { limit: WAITING_MAX_ENTRIES });
    if ((room?.bytes ?? 0) + brought.bytes > WAITING_MAX_BYTES)
      return says('refusal.waitingBytes', { bytes: WAITING_MAX_BYTES });
    return null;
  }

  add(added: HashedEntry, missing: readonly string[], brought: Brought | null, isStranger: boolean): void {
    const { hash } = added;
    const isAwaited = this.isAwaited(added);
    const waiter: Waiter = { added, lacks: new Set(missing), brought, isStranger, isAwaited };
    this.#waiters.set(hash, waiter);
    this.#take(waiter, 1);
    for (const lacking of missing) {
      const waiters = this.#waitFor.get(lacking);
      if (waiters) waiters.add(hash);
      else this.#waitFor.set(lacking, new Set([hash]));
    }
    this.#spread(waiter);
  }

  /**
   * True when an entry of another author waits for this one, or one of the same author under another key, perhaps through
   * others of its own feed.
   */
  isAwaited({ hash, entry }: HashedEntry): boolean {
    for (const waiter of this.#waitFor.get(hash) ?? []) {
      const at = this.#waiters.get(waiter);
      if (at?.isStranger) this.#meet(at);
      if (at && awaits(at, entry)) return true;
    }
    return false;
  }

  /** Entries that lack this one, by hash. */
  waitersFor(hash: string): HashedEntry[] {
    return [...(this.#waitFor.get(hash) ?? [])]
      .sort()
      .flatMap((waiter) => this.#waiters.get(waiter)?.added ?? []);
  }

  forget(hash: string): void {
    const waiter = this.#waiters.get(hash);
    if (!waiter) return;
    for (const missing of waiter.lacks) {
      const waiters = this.#waitFor.get(missing);
      waiters?.delete(hash);
      if (waiters?.size === 0) this.#waitFor.delete(missing);
    }
    this.#waiters.delete(hash);
    this.#take(waiter, -1);
  }

  /** An entry is here now: those that lack nothing else wait no more. */
  arrived(hash: string): HashedEntry[] {
    const free = this.waitersFor(hash).filter((added) => {
      const lacks = this.#waiters.get(added.hash)?.lacks;
      lacks?.delete(hash);
      return lacks?.size === 0;
    });
    this.#waitFor.delete(hash);
    for (const added of free) this.forget(added.hash);
    return free;
  }

  /** Who was unknown when its entry came may be known by now: its admission came, or what certified its key. */
  #meet(waiter: Waiter): void {
    if (!this.#isWriter(waiter.added.entry)) return;
    this.#take(waiter, -1);
    waiter.isStranger = false;
    this.#take(waiter, 1);
    this.#spread(waiter);
  }

  #take({ brought, isStranger }: Waiter, one: 1 | -1): void {
    if (!brought) return;
    const room = this.#rooms.get(brought.by) ?? { entries: 0, bytes: 0, strangers: 0 };
    room.entries += one;
    room.bytes += one * brought.bytes;
    room.strangers += isStranger ? one : 0;
    if (room.entries > 0) this.#rooms.set(brought.by, room);
    else this.#rooms.delete(brought.by);
  }

  /** Marks what waits and is awaited by this one. Each is marked once, so that all of them together cost little. */
  #spread(from: Waiter): void {
    const changed = [from];
    for (let waiter = changed.pop(); waiter; waiter = changed.pop()) {
      for (const hash of waiter.lacks) {
        const lacking = this.#waiters.get(hash);
        if (!lacking || lacking.isAwaited || !awaits(waiter, lacking.added.entry)) continue;
        lacking.isAwaited = true;
        changed.push(lacking);
      }
    }
  }
}

/** A name that was made up awaits nothing: anybody can sign for it. */
function awaits({ added, isStranger, isAwaited }: Waiter, { author, key }: Entry): boolean {
  const by = added.entry;
  return !isStranger && (isAwaited || by.author !== author || by.key !== key);
}
