import type { SearchIndexView } from '#shared/contract/domain/search.ts';
import type { Store } from '../store/store.ts';
import { Filling } from './filling.ts';
import { createIndex, dropIndex, hasIndex, isIndexDamage, SEARCH_VERSION } from './search-schema.ts';
import { TextFinder } from './text-finder.ts';

/** Leaves nothing of an index, and none in its place. */
export function throwAway(store: Store): void {
  dropIndex(store.db);
  store.transaction(() => new Filling(store).beginAnew(0));
}

/** More rows than these are not checked as a whole at once: that would take more than a tenth of a second. */
const CHECKED_WHOLE_ROWS = 30_000;
/** Damage that comes again and again is not the index's own. */
const REBUILDS_MAX = 3;
/** Words of the index that are read at once. */
const CHECKED_WORDS = 400;

export interface SearchIndexOptions {
  readonly store: Store;
  readonly clock: () => number;
}

/**
 * The index of all texts: FTS5 beside the rows that it is made of, never in the way of them. It is made anew where it
 * is missing, older or damaged, a slice at a time.
 */
export class SearchIndex {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #filling: Filling;
  readonly finder: TextFinder;
  #why: SearchIndexView['why'] = null;
  #repairedAtMs: number | null = null;
  #isBuilding = false;
  #rebuilds = 0;

  /** Looks at no more than the version. */
  constructor({ store, clock }: SearchIndexOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#filling = new Filling(store);
    const { version } = this.#filling.state();
    if (version !== SEARCH_VERSION || !hasIndex(store.db)) this.rebuild(version === 0 ? 'new' : 'older');
    this.#isBuilding ||= this.#filling.left() > 0;
    this.finder = new TextFinder(store.db, store.db);
  }

  /** Throws all of the index away. What follows fills it again. */
  rebuild(why: NonNullable<SearchIndexView['why']>): void {
    const { db } = this.#store;
    dropIndex(db);
    this.#store.transaction(() => {
      createIndex(db);
      this.#filling.beginAnew(SEARCH_VERSION);
    });
    this.#why = why;
    this.#isBuilding = true;
  }

  /** Texts that are gone, and whose words are still here. */
  hasDeleted(): boolean {
    return this.#filling.hasChanges();
  }

  /** Indexes what is new, for about `budgetMs`, and returns whether there is more. */
  step(budgetMs: number): boolean {
    const more = this.guarded(() => this.#filling.fill(budgetMs)) ?? true;
    if (!more && this.#isBuilding) {
      this.#isBuilding = false;
      if (this.#why === 'damaged') this.#repairedAtMs = this.#clock();
    }
    return more;
  }

  /**
   * Runs what reads or writes the index; undefined if it was found damaged, and is built anew. Throws when that has
   * helped too often already.
   */
  guarded<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      const cause = error instanceof Error && error.cause ? error.cause : error;
      if (!isIndexDamage(cause) || this.#rebuilds >= REBUILDS_MAX) throw error;
      this.#rebuilds += 1;
      console.error('ghoststack: the index of the search is damaged and is built anew:', cause);
      this.rebuild('damaged');
      return undefined;
    }
  }

  /**
   * Checks the index, a slice at each step; throws SQLite's error where it is damaged. A small one is compared with
   * its own sums; of a large one all pages are read.
   */
  *check(): Generator<void> {
    const { db } = this.#store;
    for (const table of ['search_messages', 'search_entries']) {
      const rows = db.prepare(`SELECT count(*) FROM ${table}_docsize`).pluck().get() as number;
      if (rows <= CHECKED_WHOLE_ROWS) {
        db.prepare(`INSERT INTO ${table} (${table}) VALUES ('integrity-check')`).run();
        yield;
        continue;
      }
      const vocabulary = `${table}_words`;
      db.exec(
        `CREATE VIRTUAL TABLE IF NOT EXISTS temp.${vocabulary} USING fts5vocab (main, ${table}, 'row')`,
      );
      const words = db
        .prepare(`SELECT term FROM temp.${vocabulary} WHERE term > ? LIMIT ${CHECKED_WORDS}`)
        .pluck();
      for (let last = ''; ; ) {
        const read = words.all(last) as string[];
        yield;
        if (read.length < CHECKED_WORDS) break;
        last = read.at(-1) ?? '';
      }
    }
  }

  view(): SearchIndexView {
    const left = this.#filling.left();
    const total = this.#filling.total();
    return {
      state: left === 0 ? 'ready' : 'building',
      why: this.#why,
      done: Math.max(0, total - left),
      total,
      repairedAtMs: this.#repairedAtMs,
    };
  }
}
