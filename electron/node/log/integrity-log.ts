import { GhostStackError } from '#shared/contract/errors.ts';
import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { missingNodes, type Tips, tipsAhead, tipsOf } from '#shared/protocol/log/exchange.ts';
import { weightOf } from '#shared/protocol/log/feed-bounds.ts';
import type { AnyCode, Refusal } from '#shared/protocol/log/refusal.ts';
import { asWritten, type Saying, says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { boundsByRules } from './bounds-by-rules.ts';
import { Covers } from './covers.ts';
import { FeedsTaken } from './feeds-taken.ts';
import { Intake } from './intake.ts';
import { type JudgedText, judgeTexts, judgeTextsAside, type VouchedEntry } from './judge-texts.ts';
import { missingReceipt } from './log-errors.ts';
import { LogNews } from './log-news.ts';
import type { IntegrityLogOptions } from './log-options.ts';
import type { LogStore } from './log-store.ts';
import { LooseEnds } from './loose-ends.ts';
import { type LogAuthor, ownHead } from './next-entry.ts';
import { openGraph } from './open-graph.ts';
import { OwnJudge } from './own-judge.ts';
import { OwnKey } from './own-key.ts';
import { type BadRow, readRows } from './read-rows.ts';
import type { Bringer, Received } from './received.ts';
import { SignatureChecks } from './signature-checks.ts';
import { type CheckedEntry, signHashed } from './signed-entry.ts';
import { Unsaved } from './unsaved.ts';
import { isCover } from './vouching.ts';
import type { WritingWatch } from './writing-watch.ts';

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
  readonly #intake: Intake;
  readonly #judge: OwnJudge;
  readonly #looseEnds: LooseEnds;
  readonly #checks: SignatureChecks;
  readonly #ownKey: OwnKey;
  readonly #isPlaced = (hash: string): boolean => this.graph.get(hash) !== undefined;
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
    const opened = openGraph(options, {
      authorise: (added, parents) => authorise(added, parents),
      isWriter: (entry) => isWriter?.(entry) ?? true,
      excess: (added) => excessError(this.graph, added),
      applied: (node) => this.book.apply(node),
    });
    this.graph = opened.graph;
    this.book = opened.book;
    const authorise = options.authorise(this.book);
    const isWriter = options.isWriter?.(this.book);
    const byRules = boundsByRules(this.book);
    this.#feeds = new FeedsTaken(this.cell, this.#store, () => options.feedBounds ?? byRules());
    this.#judge = new OwnJudge({
      graph: this.graph,
      book: this.book,
      feeds: this.#feeds,
      steadyClock: this.#steadyClock,
    });
    this.#ownKey = new OwnKey(this.book, options.author, options.keyAt?.(this.book) ?? null);
    this.#unsaved = new Unsaved((vouched, isCovered) => this.#insertVouched(vouched, isCovered));
    const covers = new Covers(this.graph, this.#unsaved);
    this.#intake = new Intake(this.graph, this.#feeds, this.#unsaved, covers, this.#steadyClock);
    this.#looseEnds = new LooseEnds(this.cell, this.#store, covers);
    this.#checks = new SignatureChecks({
      cell: this.cell,
      store: this.#store,
      failed: (error) => options.listenerFailed?.(error),
    });
    const bad = readRows(options.store, this.graph, opened.after);
    if (bad.length > 0) this.#setAside(bad, options.setAside);
    if (opened.discarded) options.judgedAnew?.(opened.discarded);
  }

  /** Called with the entries that have just been applied, after they are on disk. */
  subscribe(listener: (nodes: readonly GraphNode[]) => void): () => void {
    return this.#news.subscribe(listener);
  }

  /** From now on `met` is called with each entry of the author that comes from elsewhere, before it is stored. */
  watchFeed(author: string, met: (entry: Entry, hash: string) => void): void {
    this.#intake.watchFeed({ author, met });
  }

  watchWriting(watch: WritingWatch): void {
    this.#writing = watch;
  }

  /** Signatures that others vouched for are checked when there is nothing else to do. */
  startChecks(): void {
    this.#checks.start();
  }

  stopChecks(): void {
    this.#checks.stop();
  }

  get isWritable(): boolean {
    return this.#author !== null;
  }

  get signingBarred(): Saying | null {
    return this.#ownKey.missing() ?? this.#barred;
  }

  /** The Multikey under which an entry written now would stand; null while the key is locked, and for a stranger. */
  ownKey(): string | null {
    return this.#ownKey.present();
  }

  /** Stops signing for as long as this node may be a second one with the same key (DESIGN §2). */
  barSigning(reason: Saying | null): void {
    this.#barred = reason;
  }

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
    return this.#write((author) => this.#nextStored(author, kind, body));
  }

  /** The same of an entry that is what it is whoever makes it, and when: one's own, and not signed yet. */
  appendMade(entry: Entry): GraphNode {
    return this.#write(() => entry);
  }

  /** Tips that an entry written now would have in its past. */
  ahead(): ReadonlyMap<string, readonly GraphNode[]> {
    return tipsAhead(this.graph, this.#author?.scid ?? '', this.ownHead());
  }

  /** Why an entry written now would count for nothing, or null: what people and machines ask before they write. */
  objection(kind: string, body: Record<string, unknown>): Refusal<AnyCode> | null {
    return this.#author ? this.#judge.objection(this.#next(this.#author, kind, body)) : null;
  }

  /**
   * Goes on after a restore: a `restored` entry that begins a later generation, at least `least`, and names the entry
   * at which the old one ended, as far as it is here: nothing, where the home was copied before it wrote any.
   */
  beginGeneration(least = 0): GraphNode {
    return this.#write((author) => {
      const next = this.#nextStored(author, 'restored', {});
      return { ...next, gen: Math.max(next.gen + 1, least), seq: 0, body: { end: next.prev } };
    });
  }

  #write(entry: (author: LogAuthor) => Entry): GraphNode {
    const author = this.#author;
    if (!author) throw new GhostStackError('key-locked', says('error.log.keyLocked'));
    if (this.signingBarred) throw new GhostStackError('conflict', this.signingBarred);
    this.#writing?.before();
    const checked = this.#store.transaction(() => {
      // What the new entry will cite is on disk before it is.
      this.#unsaved.store();
      const next = this.#judge.signable(entry(author));
      const signed = signHashed(this.#ownKey.signer(next.entry.key), next);
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
    this.#tell([...before, ...outcome.nodes]);
    return outcome.nodes[0] as GraphNode;
  }

  /**
   * Takes entries from a peer or a file; each stands or falls alone. What has its place now is on disk when this
   * returns; if it throws what the store threw, that comes first the next time. What waits is kept in memory, and is
   * sent again by whoever is told our tips. What may wait is bounded for each who brings it; without one, it is not.
   */
  receive(texts: readonly string[], from: Bringer | null = null): Received {
    return this.#receive(judgeTexts(texts, this.#isPlaced), from);
  }

  /** The same, with the signatures checked beside this thread: what they are depends on the texts alone. */
  async receiveAside(texts: readonly string[], from: Bringer | null = null): Promise<Received> {
    return this.#receive(await judgeTextsAside(texts, this.#isPlaced), from);
  }

  #receive(judged: readonly JudgedText[], from: Bringer | null): Received {
    this.#save();
    const received = this.#intake.take(judged, from);
    this.#save();
    return received;
  }

  /** Tips by hash, of every author: what a hello says. */
  tips(): Tips {
    return tipsOf(this.graph);
  }

  /** Entries that a holder of these tips lacks, causes first, as texts (`missingNodes`). */
  *missingFrom(tips: Tips, doubted?: ReadonlySet<string>): Generator<string> {
    for (const node of missingNodes(this.graph, tips, doubted)) yield* this.textsOf(node);
  }

  /** The text that carries an applied entry. */
  textOf(node: GraphNode): string {
    const text = this.#unsaved.text(node) ?? this.#store.text(node.hash);
    if (text === null) throw missingReceipt(node.hash);
    return text;
  }

  /** The same, and what vouches for it where nothing else in the log does. */
  *textsOf(node: GraphNode): Generator<string> {
    yield this.textOf(node);
    yield* this.#looseEnds.textsFor(node.hash);
  }

  #nextStored(author: LogAuthor, kind: string, body: Record<string, unknown>): Entry {
    // Read inside the transaction: whoever holds the database decides what comes next, not memory.
    const newest = this.#store.newest(this.cell, author.scid);
    if (newest !== null && !this.graph.get(newest))
      throw new GhostStackError('conflict', says('error.log.feedWrittenElsewhere'));
    return this.#next(author, kind, body);
  }

  #next(author: LogAuthor, kind: string, body: Record<string, unknown>): Entry {
    return this.#ownKey.next(author, this.#clock(), kind, body);
  }

  /** Stores what was applied and is not stored yet, and tells of it. */
  #save(): void {
    if (this.#unsaved.isEmpty) return;
    this.#store.transaction(() => {
      this.#unsaved.store();
      this.#feeds.store();
    });
    this.#feeds.stored();
    this.#checks.wake();
    this.#tell(this.#unsaved.stored());
  }

  /** They are on disk. */
  #tell(nodes: readonly GraphNode[]): void {
    this.graph.release(nodes);
    this.#news.announce(nodes);
  }

  #insertVouched(vouched: VouchedEntry, isCovered: boolean): void {
    const settled = vouched.holds === true || isCovered ? vouched : this.#looseEnds.settled(vouched);
    const before = this.graph.get(vouched.entry.prev);
    if (before && isCover(vouched.entry, before)) this.#looseEnds.covered(before.hash);
    this.#insert(settled);
    if (settled.holds !== null) this.#checks.seen(settled.hash);
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
