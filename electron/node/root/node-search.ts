import type {
  PersonHit,
  SearchAnswer,
  SearchCounts,
  SearchIndexView,
  SearchKind,
  SearchQuery,
} from '#shared/contract/domain/search.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { Forgotten } from '../care/deletion/forgetting.ts';
import { receiptShown } from '../cell/reading/receipts.ts';
import { nameOf } from '../cell/trust/trust-view.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import { type Found, findMessages, NOTHING } from '../search/find-messages.ts';
import { findPeople } from '../search/find-people.ts';
import { findProposals } from '../search/find-proposals.ts';
import { findReceipts } from '../search/find-receipts.ts';
import { type Finder, ReadersFinder } from '../search/passing-index.ts';
import { SearchIndex, throwAway } from '../search/search-index.ts';
import { termsOf } from '../search/search-terms.ts';
import { storeCondition } from '../store/classify-error.ts';
import type { Store } from '../store/store.ts';
import type { NodeCells } from './node-cells.ts';

export interface NodeSearchOptions {
  readonly store: Store;
  readonly cells: NodeCells;
  readonly clock: () => number;
  readonly people: () => readonly PersonHit[];
  /** True for who may not write. */
  readonly readOnly: boolean;
  /** What could not be done, and why; the node goes on. */
  readonly failed: (what: Saying, error: unknown) => void;
}

/** Indexing waits so long for more of the same, and takes so much at once, with a pause for all else. */
const SOON_MS = 40;
const STEP_MS = 8;
const PAUSE_MS = 4;
/** What is new is indexed before it is searched for, as far as this allows. */
const BEFORE_ANSWER_MS = 15;
/** After a start there is more urgent work. */
const CHECK_AFTER_MS = 3_000;

/** Finds what was written in this home, and keeps the index of it while the node has nothing else to do. */
export class NodeSearch {
  readonly #options: NodeSearchOptions;
  #index: SearchIndex | null = null;
  #reader: ReadersFinder | null = null;
  #timer: NodeJS.Timeout | null = null;
  #checking: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(options: NodeSearchOptions) {
    this.#options = options;
    if (options.readOnly) return;
    // Without an index all is found all the same, only slower: it must not keep a node from starting.
    this.#guarded(() => {
      this.#index = new SearchIndex(options);
    });
  }

  /** Begins to index what is not, and to check what is. */
  begin(): void {
    if (!this.#index) return;
    this.soon();
    this.#checkIn(CHECK_AFTER_MS, this.#index.check());
  }

  /** Something may be new. */
  soon(waitMs = SOON_MS): void {
    if (this.#isStopped || !this.#index || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#guarded(() => this.#index?.step(STEP_MS))) this.soon(PAUSE_MS);
    }, waitMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#checking) clearTimeout(this.#checking);
    this.#reader?.close();
  }

  /**
   * Takes out of the index what was deleted, for a moment. An index that nothing can be taken out of is thrown away: the
   * next start makes another.
   */
  forget(): Forgotten {
    if (this.#options.readOnly) return 'all';
    const index = this.#index;
    const forgotten = this.#guarded((): Forgotten => {
      if (!index) throwAway(this.#options.store);
      else if (index.hasDeleted()) index.step(STEP_MS);
      return index?.hasDeleted() ? 'more' : 'all';
    });
    return forgotten ?? 'stuck';
  }

  find(query: SearchQuery): SearchAnswer {
    if (this.#guarded(() => this.#index?.step(BEFORE_ANSWER_MS))) this.soon(PAUSE_MS);
    const index = this.#index;
    if (!index) return this.#find(query);
    const answer = this.#guarded(() => index.guarded(() => this.#find(query)));
    if (answer) return answer;
    // It was found damaged, and is being built anew: what it has by now is what is found.
    this.soon(PAUSE_MS);
    return this.#find(query);
  }

  /** What is wrong with the index is wrong with nothing else: it is told, and looked through without one. */
  #guarded<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      // A full disk passes: what is indexed already is found meanwhile.
      if (storeCondition(error)) return undefined;
      this.#index = null;
      this.#options.failed(says('fault.searching'), error);
      return undefined;
    }
  }

  #checkIn(waitMs: number, slices: Generator<void>): void {
    this.#checking = setTimeout(() => {
      const index = this.#index;
      if (this.#isStopped || !index) return;
      const isOver = this.#guarded(() => index.guarded(() => slices.next().done === true));
      if (isOver === undefined) this.soon(PAUSE_MS);
      else if (!isOver) this.#checkIn(PAUSE_MS, slices);
    }, waitMs);
    this.#checking.unref();
  }

  #find(query: SearchQuery): SearchAnswer {
    const terms = termsOf(query.text);
    const wants = (kind: SearchKind): boolean =>
      terms.length > 0 &&
      (query.kinds?.includes(kind) ?? true) &&
      (query.after === null || query.after.kind === kind);
    const place = query.after?.place ?? null;
    const finder = this.#finder();
    const messages = wants('messages') ? findMessages(finder, terms, query, place) : NOTHING;
    const proposals = wants('proposals') ? this.#proposals(finder, terms, query, place) : NOTHING;
    const receipts = wants('receipts') ? this.#receipts(terms, query, place) : NOTHING;
    const people = wants('people')
      ? findPeople(this.#options.people(), terms, query, place)
      : (NOTHING as Found<PersonHit>);
    return {
      counts: {
        messages: messages.count,
        proposals: proposals.count,
        receipts: receipts.count,
        people: people.count,
      },
      searched: this.#searched(),
      messages: pageOf(messages),
      proposals: pageOf(proposals),
      receipts: pageOf(receipts),
      people: pageOf(people),
      index: this.#view(),
    };
  }

  #finder(): Finder {
    if (this.#index) return this.#index.finder;
    const { store, readOnly } = this.#options;
    if (!readOnly) this.#reader?.close();
    if (!readOnly || !this.#reader) this.#reader = new ReadersFinder(store.db);
    return this.#reader;
  }

  #proposals(finder: Finder, terms: readonly string[], query: SearchQuery, place: number | null) {
    const { cells } = this.#options;
    const { current } = cells;
    if (!current?.epoch()) return NOTHING;
    const all = cells.shown.allProposals();
    const author = query.member === null ? null : scidOf(query.member);
    return findProposals(finder, { log: current.log, all, author }, terms, query, place);
  }

  #receipts(terms: readonly string[], query: SearchQuery, place: number | null) {
    const { current } = this.#options.cells;
    const epoch = current?.epoch();
    if (!current || !epoch) return NOTHING;
    const { log } = current;
    const authors = new Map([...log.graph.authors()].map((scid) => [scid, nameOf({ log, epoch }, scid)]));
    const author = query.member === null ? null : scidOf(query.member);
    const show = receiptShown(current);
    return findReceipts({ nodes: log.graph.nodes(), authors, author, show }, terms, query, place);
  }

  #searched(): SearchCounts {
    const { store, cells, people } = this.#options;
    return {
      messages: store.db.prepare('SELECT count(*) FROM messages').pluck().get() as number,
      proposals: cells.current?.epoch() ? cells.shown.allProposals().length : 0,
      receipts: cells.current?.log.graph.size ?? 0,
      people: people().length,
    };
  }

  #view(): SearchIndexView {
    if (this.#index) return this.#index.view();
    return { state: 'ready', why: null, done: 0, total: 0, repairedAtMs: null };
  }
}

function pageOf<Hit>({ hits, next }: Found<Hit>): { hits: Hit[]; next: number | null } {
  return { hits, next };
}
