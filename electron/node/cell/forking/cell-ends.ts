import type { Store } from '../../store/store.ts';

/** When this node first saw that somebody is no member of a cell any more: what is owed to it ends by that. */
export class CellEnds {
  readonly #store: Store;
  readonly #cell: string;
  #seen: Map<string, number> | null = null;

  constructor(store: Store, cell: string) {
    this.#store = store;
    this.#cell = cell;
  }

  /** Ms since the epoch, or null. */
  seenAtMs(scid: string): number | null {
    return this.#all().get(scid) ?? null;
  }

  /** The first time counts; who is a member again is forgotten. */
  note(ended: readonly string[], nowMs: number): void {
    const known = this.#all();
    const added = ended.filter((scid) => !known.has(scid));
    const back = [...known.keys()].filter((scid) => !ended.includes(scid));
    if (added.length + back.length === 0) return;
    const { db } = this.#store;
    this.#store.transaction(() => {
      const insert = db.prepare('INSERT INTO cell_ends (cell, scid, seen_at_ms) VALUES (?, ?, ?)');
      for (const scid of added) insert.run(this.#cell, scid, nowMs);
      const remove = db.prepare('DELETE FROM cell_ends WHERE cell = ? AND scid = ?');
      for (const scid of back) remove.run(this.#cell, scid);
    });
    this.#seen = null;
  }

  #all(): Map<string, number> {
    this.#seen ??= new Map(
      this.#store.db
        .prepare<[string], { scid: string; atMs: number }>(
          'SELECT scid, seen_at_ms AS atMs FROM cell_ends WHERE cell = ?',
        )
        .all(this.#cell)
        .map(({ scid, atMs }) => [scid, atMs]),
    );
    return this.#seen;
  }
}
