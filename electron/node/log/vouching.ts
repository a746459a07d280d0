/**
 * An entry is authentic if its own signature holds, or if an authentic entry of the same author and key has it as `prev`
 * (docs/protocol.md, "Entry"). So of a run of one feed the last signature vouches for all before it, by their hashes.
 */
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';

/** How much of a feed stands before the next signature that was seen to hold: the entry itself, and what is between. */
export interface Behind {
  readonly entries: number;
  /** Of their texts, in UTF-16 units. */
  readonly size: number;
}

/** Of an entry whose own signature holds. */
export const SIGNED: Behind = { entries: 0, size: 0 };

/**
 * So much of a feed is taken in a row without signatures that were seen to hold. Seven feeds of it fit into the room
 * that one peer has for what waits: so what one holder has taken, it can pass on.
 */
export const COVERED_MAX: Behind = { entries: 128, size: 128 * 1024 };
/** Within a run one signature in so many is checked at once, so that spoiled ones never add up to more than that. */
const CHECKED_EVERY: Behind = { entries: 64, size: 64 * 1024 };

/** What somebody says that an author wrote. */
export interface Claim extends HashedEntry {
  /** Null if it came without one. */
  readonly signature: string | null;
  readonly text: string;
}

/** True if `later` vouches for `earlier` as soon as somebody vouches for `later`. */
export function isCover(later: Entry, { hash, entry }: HashedEntry): boolean {
  return later.prev === hash && later.author === entry.author && later.key === entry.key;
}

/** How far an entry is behind if what covers it is so far behind; null if that is too far. */
export function behindCover(cover: Behind, { text }: Pick<Claim, 'text'>): Behind | null {
  const behind = { entries: cover.entries + 1, size: cover.size + text.length };
  return isWithin(behind, COVERED_MAX) ? behind : null;
}

/** Entries that came together, in any order, and which of them covers which. */
export class Claims {
  readonly #claims: readonly Claim[];
  /** By index: those that it would cover, and those that would cover it. */
  readonly #covered: readonly number[][];
  readonly #covering: readonly number[][];
  /** Indexes, what covers before what it covers. */
  readonly #fromTheEnds: readonly number[];

  constructor(claims: readonly Claim[]) {
    this.#claims = claims;
    const byHash = new Map<string, number[]>();
    for (const [at, { hash }] of claims.entries()) byHash.set(hash, [...(byHash.get(hash) ?? []), at]);
    this.#covered = claims.map(({ entry }) =>
      (byHash.get(entry.prev) ?? []).filter((at) => isCover(entry, claims[at] as Claim)),
    );
    const covering = claims.map((): number[] => []);
    for (const [at, covered] of this.#covered.entries()) for (const of of covered) covering[of]?.push(at);
    this.#covering = covering;
    this.#fromTheEnds = this.#order();
  }

  /**
   * Indexes of the signatures to be checked first: the last of each run, the first, whose entry may cover what came
   * before, those next to one that is missing, and some between.
   */
  toCheckFirst(): number[] {
    const chosen: number[] = [];
    const behind = new Map<number, Behind>();
    for (const at of this.#fromTheEnds) {
      const near = this.#nearest(at, behind);
      if (
        this.#claims[at]?.signature !== null &&
        (!near || !isWithin(near, CHECKED_EVERY) || this.#isEdge(at))
      ) {
        chosen.push(at);
        behind.set(at, SIGNED);
      } else if (near) behind.set(at, near);
    }
    return chosen;
  }

  /** By index: how far behind each that is authentic is, by the signatures that are known to hold. */
  vouched(holds: ReadonlyMap<number, boolean>): ReadonlyMap<number, Behind> {
    const behind = new Map<number, Behind>();
    for (const at of this.#fromTheEnds) {
      const near = holds.get(at) ? SIGNED : this.#nearest(at, behind);
      if (near) behind.set(at, near);
    }
    return behind;
  }

  #isEdge(at: number): boolean {
    const covered = this.#covered[at] ?? [];
    if (covered.length === 0) return this.#claims[at]?.entry.prev !== ZERO_HASH;
    return covered.some((of) => this.#claims[of]?.signature === null);
  }

  #nearest(at: number, behind: ReadonlyMap<number, Behind>): Behind | null {
    let nearest: Behind | null = null;
    for (const cover of this.#covering[at] ?? []) {
      const far = behind.get(cover);
      if (far && (!nearest || far.entries < nearest.entries)) nearest = far;
    }
    return nearest && behindCover(nearest, this.#claims[at] as Claim);
  }

  #order(): number[] {
    const left = this.#covering.map(({ length }) => length);
    const order = [...left.keys()].filter((at) => left[at] === 0);
    for (const at of order) {
      for (const of of this.#covered[at] ?? []) {
        left[of] = (left[of] ?? 0) - 1;
        if (left[of] === 0) order.push(of);
      }
    }
    return order;
  }
}

function isWithin({ entries, size }: Behind, most: Behind): boolean {
  return entries <= most.entries && size <= most.size;
}
