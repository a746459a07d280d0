import { says } from '../saying.ts';
import type { StoredPart } from './columns.ts';
import { type Entry, type HashedEntry, parentHashes, ZERO_HASH } from './entry.ts';
import type { AddOutcome, GraphHooks, GraphNode, Refused, Standing, StandingOf } from './graph-types.ts';
import { lookedAt } from './looked-at.ts';
import { placeError } from './place-rules.ts';
import { PlacedEntries } from './placed-entries.ts';
import { refusal, thrownRefusal } from './refusal.ts';
import { RefusedEntries } from './refused-entries.ts';
import { loadRows, storedRows } from './stored-rows.ts';
import { type Brought, WaitingEntries } from './waiting-entries.ts';

export { compareCausally } from './feeds.ts';

export type { AddOutcome, GraphHooks, GraphNode, Refused, Standing } from './graph-types.ts';

const AFTER_REFUSED = refusal('past', says('refusal.followsRefused'));

/**
 * The entries of one cell as a graph of causes. Pure data: hashes and signatures were checked before. An entry
 * waits until its causal past is present; a set of entries gives the same graph in any order of arrival. Nothing that
 * an entry does to the code that judges it is thrown on: it is refused.
 */
export class EntryGraph extends PlacedEntries {
  /** The cell's id: the hash of its `found` entry. */
  readonly cell: string;
  readonly #waiting = new WaitingEntries((entry) => this.#isWriter(entry));
  readonly #refused = new RefusedEntries<Refused['code']>();
  readonly #hooks: GraphHooks;
  #standingOf: StandingOf = (_, prev) => ({ version: prev?.version ?? 1, base: 0 });

  /** @param stored fetches an entry that was let go of (`release`), whose hash is `hash` */
  constructor(cell: string, hooks: GraphHooks = {}, stored?: (hash: string) => Entry) {
    super(stored);
    this.cell = cell;
    this.#hooks = hooks;
  }

  /** From now on it says as what an author writes; without it everybody has one key for ever. */
  standBy(standingOf: StandingOf): void {
    this.#standingOf = standingOf;
  }

  /** As what an author would write an entry with these parents, of which `prev` is its own last one. */
  standing(author: string, prev: GraphNode | null, parents: readonly GraphNode[]): Standing {
    return this.#standingOf(author, prev, parents);
  }

  /** One chunk of what is known of the entries, to be stored. */
  part(at: number): StoredPart {
    return storedRows(this.rows, this.placed.kept, at);
  }

  /**
   * Takes over what was stored of a graph of `size` entries, all of which are where `stored` finds them; only while
   * this one is empty. Throws where it cannot be what was stored.
   */
  load(parts: readonly StoredPart[], size: number): void {
    for (const [at, part] of parts.entries()) loadRows(this.rows, this.placed.kept, at, part);
    if (!this.rows.loaded(size)) throw new RangeError('a graph has each entry once');
    this.placed.loaded(size);
    this.feeds.loaded();
  }

  /** These entries are where `stored` finds them, so their bodies need not be kept here. */
  release(nodes: Iterable<GraphNode>): void {
    for (const node of nodes) this.placed.release(this.rowOf(node));
  }

  waiting(): IterableIterator<HashedEntry> {
    return this.#waiting.values();
  }

  isWaiting(hash: string): boolean {
    return this.#waiting.has(hash);
  }

  /** Why an entry was refused, as long as that is remembered. */
  refusedAs(hash: string): Refused | undefined {
    return this.#refused.get(hash);
  }

  isKnown(hash: string): boolean {
    return this.rows.hashes.find(hash) >= 0 || this.#waiting.has(hash) || this.#refused.has(hash);
  }

  /** True when an entry of somebody else, or under another key, waits for it, perhaps through others of its feed. */
  isAwaited(added: HashedEntry): boolean {
    return this.#waiting.isAwaited(added);
  }

  /**
   * Adds an entry and every waiting one that it sets free; `nodes` are those, causes first. What `brought` says bounds
   * what waits; without it there is no bound.
   */
  add(added: HashedEntry, brought: Brought | null = null): AddOutcome {
    if (this.isKnown(added.hash)) return { kind: 'known' };
    const missing = this.#missing(added.entry);
    if (missing.some((hash) => this.#refused.has(hash))) {
      this.#refused.add(added.hash, AFTER_REFUSED);
      return { kind: 'refused', ...AFTER_REFUSED };
    }
    if (missing.length > 0) {
      const isStranger = !this.#isWriter(added.entry);
      const crowded = brought && this.#waiting.crowded(brought, isStranger);
      if (crowded) return { kind: 'crowded', says: crowded };
      this.#waiting.add(added, missing, brought, isStranger);
      return { kind: 'waiting', missing };
    }
    const nodes = this.#applyAll(added);
    const refused = this.#refused.get(added.hash);
    return refused ? { kind: 'refused', ...refused } : { kind: 'applied', nodes };
  }

  /** Forgets an entry that waits: it may be added again. */
  forget(hash: string): void {
    this.#waiting.forget(hash);
  }

  #isWriter(entry: Entry): boolean {
    try {
      return this.#hooks.isWriter?.(entry) ?? true;
    } catch {
      return false;
    }
  }

  #missing(entry: Entry): string[] {
    return parentHashes(entry).filter((hash) => this.rows.hashes.find(hash) < 0);
  }

  #parents(entry: Entry): GraphNode[] {
    return parentHashes(entry).map((hash) => this.get(hash) as GraphNode);
  }

  #applyAll(first: HashedEntry): GraphNode[] {
    const applied: GraphNode[] = [];
    const ready = [first];
    for (let next = ready.shift(); next; next = ready.shift()) {
      if (next !== first && this.#hooks.excess?.(next)) continue;
      const node = this.#judgeAndApply(next);
      if (node) {
        applied.push(node);
        ready.push(...this.#waiting.arrived(next.hash));
      } else this.#refuseWaiters(next.hash);
    }
    return applied;
  }

  /** What waits for an entry that was refused will never be applied. */
  #refuseWaiters(refused: string): void {
    const hopeless = this.#waiting.waitersFor(refused);
    for (let waiter = hopeless.pop(); waiter; waiter = hopeless.pop()) {
      if (!this.#waiting.has(waiter.hash)) continue;
      this.#waiting.forget(waiter.hash);
      this.#refused.add(waiter.hash, AFTER_REFUSED);
      hopeless.push(...this.#waiting.waitersFor(waiter.hash));
    }
  }

  /** Null when it is refused. */
  #judgeAndApply(added: HashedEntry): GraphNode | null {
    let refused: Refused;
    try {
      const judged = this.#judge(added);
      if (!('code' in judged)) return this.#apply(added, judged);
      refused = judged;
    } catch (thrown) {
      refused = thrownRefusal(thrown);
    }
    this.#refused.add(added.hash, refused);
    return null;
  }

  /**
   * The node that an entry would become, or why it is refused, without adding it: what its author asks before it
   * signs. Its causal past must be present.
   */
  preview(added: HashedEntry): GraphNode | Refused {
    if (this.#missing(added.entry).length > 0) return refusal('place', says('refusal.pastMissing'));
    const judged = this.#judge(added);
    return 'code' in judged ? judged : lookedAt(this, added, judged.version);
  }

  #apply(added: HashedEntry, { version }: Standing): GraphNode {
    const { entry } = added;
    const rowOf = (hash: string): number => this.rows.hashes.find(hash);
    const parents = parentHashes(entry).map(rowOf);
    const prev = rowOf(entry.prev);
    const row = this.rows.append(added, prev, prev < 0 ? parents : parents.slice(1), version);
    this.placed.hold(row, entry);
    const node = this.placed.node(row);
    const takeBack = this.feeds.place(row);
    try {
      this.#hooks.applied?.(node);
    } catch (thrown) {
      takeBack();
      this.placed.removeLast(row);
      this.rows.removeLast();
      throw thrown;
    }
    return node;
  }

  /** As what its author writes it, or why it is refused. */
  #judge(added: HashedEntry): Standing | Refused {
    const { hash, entry } = added;
    const parents = this.#parents(entry);
    const standing = this.#standingFor(added, parents);
    return placeError(this, hash, entry, standing) ?? this.#hooks.authorise?.(added, parents) ?? standing;
  }

  #standingFor({ hash, entry }: HashedEntry, parents: readonly GraphNode[]): Standing {
    const isWithLog = entry.kind === 'enter' && entry.prev === ZERO_HASH;
    if (hash === this.cell || parents.length === 0 || isWithLog) return foundersStanding(entry);
    const prev = entry.prev === ZERO_HASH ? null : (this.get(entry.prev) ?? null);
    return this.#standingOf(entry.author, prev, parents);
  }
}

/** Who founds a cell, or enters one that branched off, comes with as many versions as the log that it brings. */
function foundersStanding({ body }: Entry): Standing {
  return { version: Array.isArray(body.didLog) ? body.didLog.length : 1, base: 0 };
}
