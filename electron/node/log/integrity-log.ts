import { GhostStackError } from '#shared/contract/errors.ts';
import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import type { Entry, HashedEntry } from '#shared/protocol/log/entry.ts';
import { EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { missingNodes, type Tips, tipsAhead, tipsOf } from '#shared/protocol/log/exchange.ts';
import { dayOf, weightOf } from '#shared/protocol/log/feed-bounds.ts';
import { type AnyCode, type Refusal, refusal, thrownRefusal } from '#shared/protocol/log/refusal.ts';
import { asWritten, type Saying, says } from '#shared/protocol/saying.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { boundsByRules } from './bounds-by-rules.ts';
import { FeedsTaken } from './feeds-taken.ts';
import { missingReceipt, notWritten } from './log-errors.ts';
import { LogNews } from './log-news.ts';
import type { IntegrityLogOptions } from './log-options.ts';
import type { LogStore } from './log-store.ts';
import { type LogAuthor, nextEntry, ownHead } from './next-entry.ts';
import { type BadRow, readRows } from './read-rows.ts';
import type { Bringer, Received } from './received.ts';
import { type CheckedEntry, hashEntry, signEntry, tryParseEntry, unreadable } from './signed-entry.ts';
import { Unsaved } from './unsaved.ts';

/** What a text has beside its entry. */
const SIGNATURE_BYTES = 128;

/** Called before an entry of one's own is made, and once it is on disk, before anybody else can see it. */
export interface WritingWatch {
  /** Throws what keeps it from being written. */
  readonly before: () => void;
  readonly after: (entry: HashedEntry) => void;
}

/** The Integrity Chain of one cell: checked, judged, and, once it has its place in the graph, stored. */
export class IntegrityLog {
  readonly cell: string;
  readonly graph: EntryGraph;
  readonly book: CellBook;
  readonly #store: LogStore;
  readonly #clock: () => number;
  readonly #steadyClock: () => number;
  readonly #author: LogAuthor | null;
  readonly #news: LogNews;
  readonly #unsaved: Unsaved;
  readonly #feeds: FeedsTaken;
  #watched: { readonly author: string; readonly key: string; readonly met: (entry: Entry) => void } | null =
    null;
  #writing: WritingWatch | null = null;
  /** Why nothing may be signed now; null while signing is allowed. */
  #barred: Saying | null = null;

  constructor(options: IntegrityLogOptions) {
    this.cell = options.cell;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#steadyClock = options.steadyClock ?? options.clock;
    this.#author = options.author;
    this.#news = new LogNews(options.listenerFailed);
    this.graph = new EntryGraph(options.cell, {
      authorise: (added, parents) => authorise(added, parents),
      isWriter: (entry) => isWriter?.(entry) ?? true,
      excess: (added) => excessError(this.graph, added),
      applied: (node) => this.book.apply(node),
    });
    this.book = new CellBook(this.graph);
    const authorise = options.authorise(this.book);
    const isWriter = options.isWriter?.(this.book);
    const byRules = boundsByRules(this.book);
    this.#feeds = new FeedsTaken(this.cell, this.#store, () => options.feedBounds ?? byRules());
    this.#unsaved = new Unsaved((checked) => this.#insert(checked));
    const bad = readRows(options.store, this.graph);
    if (bad.length > 0) this.#setAside(bad, options.setAside);
  }

  /** Called with the entries that have just been applied, after they are on disk. */
  subscribe(listener: (nodes: readonly GraphNode[]) => void): () => void {
    return this.#news.subscribe(listener);
  }

  /**
   * From now on `met` is called with each entry signed by an author's key (a Multikey) that comes from elsewhere and
   * was not here, before it is stored.
   */
  watchFeed(author: string, key: string, met: (entry: Entry) => void): void {
    this.#watched = { author, key, met };
  }

  watchWriting(watch: WritingWatch): void {
    this.#writing = watch;
  }

  /** False while the key is locked. */
  get isWritable(): boolean {
    return this.#author !== null;
  }

  get signingBarred(): Saying | null {
    return this.#barred;
  }

  /** Stops signing for as long as this node may be a second one with the same key (DESIGN §2). */
  barSigning(reason: Saying | null): void {
    this.#barred = reason;
  }

  /** The newest entry of one's own feed. */
  ownHead(): GraphNode | null {
    return this.#author ? ownHead(this.graph, this.#author) : null;
  }

  /**
   * Writes an entry that has seen all that is applied here. It is on disk before this returns, and before anyone
   * else can see it.
   * @throws {GhostStackError} `key-locked`, `conflict` when signing is barred, `refused` when the rules call such an
   * entry invalid, or what the store throws
   */
  append(kind: string, body: Record<string, unknown>): GraphNode {
    return this.#write((author) => this.#next(author, kind, body));
  }

  /** Tips that an entry written now would have in its past. */
  ahead(): ReadonlyMap<string, readonly GraphNode[]> {
    return tipsAhead(this.graph, this.#author?.scid ?? '', this.ownHead());
  }

  /** Why an entry written now would count for nothing, or null: what people and machines ask before they write. */
  objection(kind: string, body: Record<string, unknown>): Refusal<AnyCode> | null {
    return this.#author ? this.#objection(this.#next(this.#author, kind, body)) : null;
  }

  /**
   * Goes on after a restore: a `restored` entry that begins a later generation, at least `least`, and names the entry
   * at which the old one ended, as far as it is here: nothing, where the home was copied before it wrote any.
   */
  beginGeneration(least = 0): GraphNode {
    return this.#write((author) => {
      const next = this.#next(author, 'restored', {});
      return { ...next, gen: Math.max(next.gen + 1, least), seq: 0, body: { end: next.prev } };
    });
  }

  #write(entry: (author: LogAuthor) => Entry): GraphNode {
    const author = this.#author;
    if (!author) throw new GhostStackError('key-locked', says('error.log.keyLocked'));
    if (this.#barred) throw new GhostStackError('conflict', this.#barred);
    this.#writing?.before();
    const checked = this.#store.transaction(() => {
      // What the new entry will cite is on disk before it is.
      this.#unsaved.store();
      const unsigned = entry(author);
      const objection = this.#objection(unsigned);
      if (objection) throw notWritten(objection);
      const signed = signEntry(author.key, unsigned);
      this.#insert(signed);
      this.#feeds.add(author.scid, weightOf(signed.entry, byteLength(signed.text)), this.#steadyClock());
      this.#feeds.store();
      return signed;
    });
    this.#feeds.stored();
    const before = this.#unsaved.stored();
    const outcome = this.graph.add(checked);
    if (outcome.kind !== 'applied') {
      // Nobody has seen it, so its place can be used again.
      const why = outcome.kind === 'refused' ? outcome.says : asWritten(outcome.kind);
      this.#store.transaction(() => this.#store.setAside(checked.hash, why, this.#steadyClock()));
      throw new GhostStackError('internal', says('error.log.ownEntryNotApplied', { why }));
    }
    this.#writing?.after(checked);
    this.#news.announce([...before, ...outcome.nodes]);
    return outcome.nodes[0] as GraphNode;
  }

  /**
   * Takes entries from a peer or a file; each stands or falls alone. What has its place now is on disk when this
   * returns; if it throws what the store threw, that comes first the next time. What waits is kept in memory, and is
   * sent again by whoever is told our tips. What may wait is bounded for each who brings it; without one, it is not.
   */
  receive(texts: readonly string[], from: Bringer | null = null): Received {
    this.#save();
    const applied: GraphNode[] = [];
    const missing = new Set<string>();
    const refused: { hash: string | null; says: Saying }[] = [];
    const taken: CheckedEntry[] = [];
    for (const text of texts) {
      const checked = tryParseEntry(text);
      if ('error' in checked) {
        refused.push({ hash: null, says: checked.error });
        continue;
      }
      const objection = this.#take(checked, from, applied, missing);
      if (objection) refused.push({ hash: checked.hash, says: objection });
      else taken.push(checked);
    }
    this.#save();
    const waiting = taken.filter(({ hash }) => this.graph.isWaiting(hash)).length;
    return { applied, waiting, missing: [...missing].filter((hash) => !this.graph.isKnown(hash)), refused };
  }

  /** Tips by hash, of every author: what a hello says. */
  tips(): Tips {
    return tipsOf(this.graph);
  }

  /** Entries that a holder of these tips lacks, causes first, as texts (`missingNodes`). */
  *missingFrom(tips: Tips, doubted?: ReadonlySet<string>): Generator<string> {
    for (const node of missingNodes(this.graph, tips, doubted)) yield this.textOf(node);
  }

  /** The text that carries an applied entry. */
  textOf(node: GraphNode): string {
    const text = this.#unsaved.text(node) ?? this.#store.text(node.hash);
    if (text === null) throw missingReceipt(node.hash);
    return text;
  }

  #next(author: LogAuthor, kind: string, body: Record<string, unknown>): Entry {
    // Read inside the transaction: whoever holds the database decides what comes next, not memory.
    const newest = this.#store.newest(this.cell, author.scid);
    if (newest !== null && !this.graph.get(newest))
      throw new GhostStackError('conflict', says('error.log.feedWrittenElsewhere'));
    return nextEntry(this.graph, author, this.#clock(), kind, body);
  }

  #objection(entry: Entry): Refusal<AnyCode> | null {
    try {
      const bytes = weightOf(entry, byteLength(JSON.stringify(entry)) + SIGNATURE_BYTES);
      const excess = this.#feeds.excessForWriting(entry, bytes, this.#steadyClock());
      if (excess) return refusal('rate', excess);
      const said = unreadable(entry);
      if (said) return refusal('malformed', said);
      const node = this.graph.preview(hashEntry(entry));
      if ('code' in node) return node;
      const verdict = this.book.preview(node);
      return verdict.valid ? null : verdict;
    } catch (thrown) {
      return thrownRefusal(thrown);
    }
  }

  #notice(entry: Entry): void {
    const watched = this.#watched;
    if (watched && entry.author === watched.author && entry.key === watched.key) watched.met(entry);
  }

  /** Judges an entry and what it sets free. Returns why it is not taken, or null. */
  #take(
    checked: CheckedEntry,
    from: Bringer | null,
    applied: GraphNode[],
    missing: Set<string>,
  ): Saying | null {
    const { graph } = this;
    const { hash, entry, text } = checked;
    if (graph.isKnown(hash)) return graph.refusedAs(hash)?.says ?? null;
    this.#notice(entry);
    const atMs = this.#steadyClock();
    const bytes = weightOf(entry, byteLength(text));
    const isAuthor = from !== null && from.key === entry.key;
    const excess =
      (isAuthor ? this.#feeds.excess(entry.author, bytes, atMs) : null) ?? excessError(graph, checked);
    if (excess) return excess;
    const outcome = graph.add(checked, from && { by: from.did, bytes, atMs });
    if (outcome.kind === 'known') return null;
    if (outcome.kind === 'refused' || outcome.kind === 'crowded') return outcome.says;
    this.#unsaved.carry(checked);
    // What others bring of this day counts too: else who gives each member a part fills its feed several times over.
    if (isAuthor || (from && dayOf(entry.at) === dayOf(atMs))) this.#feeds.add(entry.author, bytes, atMs);
    if (outcome.kind === 'waiting') for (const hash of outcome.missing) missing.add(hash);
    else {
      this.#unsaved.add(outcome.nodes);
      applied.push(...outcome.nodes);
    }
    return null;
  }

  /** Stores what was applied and is not stored yet, and tells of it. */
  #save(): void {
    if (this.#unsaved.isEmpty) return;
    this.#store.transaction(() => {
      this.#unsaved.store();
      this.#feeds.store();
    });
    this.#feeds.stored();
    this.#news.announce(this.#unsaved.stored());
  }

  #insert(checked: CheckedEntry): void {
    this.#store.insert(this.cell, checked, this.#steadyClock());
  }

  #setAside(rows: readonly BadRow[], told: IntegrityLogOptions['setAside']): void {
    this.#store.transaction(() => {
      for (const { hash, why } of rows) this.#store.setAside(hash, why, this.#steadyClock());
      told?.(rows);
    });
  }
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
