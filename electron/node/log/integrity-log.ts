import { BallotBook } from '#shared/closing/ballot-book.ts';
import { GhostStackError, toFailure } from '#shared/errors.ts';
import { excessError } from '#shared/log/branch-bounds.ts';
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/log/entry.ts';
import { EntryGraph, type GraphHooks, type GraphNode } from '#shared/log/entry-graph.ts';
import { missingNodes, seenSince, type Tips, tipsAhead, tipsOf } from '#shared/log/exchange.ts';
import type { InvalidCode, Refusal, RefusedCode } from '#shared/log/refusal.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { LogStore } from './log-store.ts';
import { type CheckedEntry, hashEntry, parseEntry, signEntry } from './signed-entry.ts';

/** Who writes here: the operator's own feed. */
export interface LogAuthor {
  readonly scid: string;
  readonly key: SigningKey;
}

export interface IntegrityLogOptions {
  readonly cell: string;
  readonly store: LogStore;
  readonly clock: () => number;
  /** Of the times of storing, from which deadlines count; does not go back (SteadyClock). Default: `clock`. */
  readonly steadyClock?: () => number;
  /** Whether an author may write an entry with this past and key; judged from the epoch that it stands in. */
  readonly authorise: (book: BallotBook) => NonNullable<GraphHooks['authorise']>;
  /** Told of what a listener throws, which is none of a writer's or sender's; without it, that is thrown. */
  readonly listenerFailed?: (error: unknown) => void;
  /** Absent while the key is locked: the log can then be read and received, not written. */
  readonly author: LogAuthor | null;
}

/** Called before an entry of one's own is made, and once it is on disk, before anybody else can see it. */
export interface WritingWatch {
  /** Throws what keeps it from being written. */
  readonly before: () => void;
  readonly after: (entry: HashedEntry) => void;
}

export interface Received {
  /** Entries that are applied now, causes first. */
  readonly applied: readonly GraphNode[];
  /** Hashes that applied entries wait for. */
  readonly missing: readonly string[];
  readonly refused: readonly { readonly hash: string | null; readonly reason: string }[];
}

/** The Integrity Chain of one cell: stored, checked, applied to the graph, and judged. */
export class IntegrityLog {
  readonly cell: string;
  readonly graph: EntryGraph;
  readonly book: BallotBook;
  readonly #store: LogStore;
  readonly #clock: () => number;
  readonly #steadyClock: () => number;
  readonly #author: LogAuthor | null;
  readonly #listenerFailed: ((error: unknown) => void) | undefined;
  readonly #listeners = new Set<(nodes: readonly GraphNode[]) => void>();
  #watched: { readonly author: string; readonly key: string; readonly met: (entry: Entry) => void } | null =
    null;
  #writing: WritingWatch | null = null;
  /** Why nothing may be signed now, in words; null while signing is allowed. */
  #barred: string | null = null;

  constructor(options: IntegrityLogOptions) {
    this.cell = options.cell;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#steadyClock = options.steadyClock ?? options.clock;
    this.#author = options.author;
    this.#listenerFailed = options.listenerFailed;
    this.graph = new EntryGraph(options.cell, {
      authorise: (added, parents) => authorise(added, parents),
      applied: (node) => this.book.apply(node),
    });
    this.book = new BallotBook(this.graph);
    const authorise = options.authorise(this.book);
    for (const checked of options.store.entries(options.cell)) this.#apply(checked);
  }

  /** Called with the entries that have just been applied, after they are on disk. */
  subscribe(listener: (nodes: readonly GraphNode[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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

  get signingBarred(): string | null {
    return this.#barred;
  }

  /** Stops signing for as long as this node may be a second one with the same key (DESIGN §2). */
  barSigning(reason: string | null): void {
    this.#barred = reason;
  }

  /** The newest entry of one's own feed. */
  ownHead(): GraphNode | null {
    const newest = this.#author ? this.#newestOwn(this.#author) : null;
    return newest === null ? null : (this.graph.get(newest) ?? null);
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
  objection(kind: string, body: Record<string, unknown>): Refusal<InvalidCode | RefusedCode> | null {
    return this.#author ? this.#objection(this.#next(this.#author, kind, body)) : null;
  }

  /**
   * Goes on after a restore: a `restored` entry that begins a later generation, at least `least`, and names the entry
   * at which the old one ended.
   */
  beginGeneration(least = 0): GraphNode {
    return this.#write((author) => {
      const next = this.#next(author, 'restored', {});
      return { ...next, gen: Math.max(next.gen + 1, least), seq: 0, body: { end: next.prev } };
    });
  }

  #write(entry: (author: LogAuthor) => Entry): GraphNode {
    const author = this.#author;
    if (!author) throw new GhostStackError('key-locked', 'The key is locked. Enter your passphrase to sign.');
    if (this.#barred) throw new GhostStackError('conflict', this.#barred);
    this.#writing?.before();
    const checked = this.#store.transaction(() => {
      const unsigned = entry(author);
      const objection = this.#objection(unsigned);
      if (objection) throw new GhostStackError('refused', `This does not count: ${objection.reason}.`);
      const signed = signEntry(author.key, unsigned);
      this.#store.insert(this.cell, signed, this.#steadyClock());
      return signed;
    });
    const applied = this.#apply(checked);
    this.#writing?.after(checked);
    this.#announce(applied);
    const node = this.graph.get(checked.hash);
    if (!node) throw new GhostStackError('internal', 'An entry of our own was not applied.');
    return node;
  }

  /** Takes entries from a peer or a file; each stands or falls alone, and what is taken is on disk afterwards. */
  receive(texts: readonly string[]): Received {
    const applied: GraphNode[] = [];
    const missing = new Set<string>();
    const refused: { hash: string | null; reason: string }[] = [];
    let fresh: CheckedEntry[] = [];
    const take = (): void => {
      this.#store.transaction(() => {
        for (const checked of fresh) this.#store.insert(this.cell, checked, this.#steadyClock());
      });
      for (const checked of fresh) {
        const outcome = this.graph.add(checked);
        if (outcome.kind === 'refused') refused.push({ hash: checked.hash, reason: outcome.reason });
        else if (outcome.kind === 'waiting') for (const hash of outcome.missing) missing.add(hash);
        else if (outcome.kind === 'applied') applied.push(...outcome.nodes);
      }
      fresh = [];
    };
    for (const text of texts) {
      const checked = tryParse(text);
      if ('error' in checked) {
        refused.push({ hash: null, reason: checked.error });
        continue;
      }
      if (this.graph.isKnown(checked.hash)) continue;
      this.#notice(checked.entry);
      // How much of a branch is kept depends on the branches before it, so those are taken first.
      if (!this.#continues(checked, fresh)) take();
      const reason = excessError(this.graph, checked);
      if (reason) refused.push({ hash: checked.hash, reason });
      else fresh.push(checked);
    }
    take();
    this.#announce(applied);
    return { applied, missing: [...missing].filter((hash) => !this.graph.isKnown(hash)), refused };
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
    const text = this.#store.text(node.hash);
    if (text === null)
      throw new GhostStackError('store-corrupt', `Receipt ${node.hash} is missing in the database.`);
    return text;
  }

  #next(author: LogAuthor, kind: string, body: Record<string, unknown>): Entry {
    // Read inside the transaction: whoever holds the database decides what comes next, not memory.
    const newest = this.#newestOwn(author);
    const head = newest === null ? undefined : this.graph.get(newest);
    if (newest !== null && !head)
      throw new GhostStackError('conflict', 'The own feed is not whole yet. Sync first.');
    return {
      v: 1,
      cell: this.cell,
      author: author.scid,
      gen: head?.entry.gen ?? 0,
      seq: head ? head.entry.seq + 1 : 0,
      prev: head?.hash ?? ZERO_HASH,
      seen: seenSince(this.graph, author.scid, head ?? null),
      at: this.#clock(),
      kind,
      body,
      key: encodeMultikey('ed25519', author.key.publicKey),
    };
  }

  #newestOwn({ scid, key }: LogAuthor): string | null {
    return this.#store.newest(this.cell, scid, encodeMultikey('ed25519', key.publicKey));
  }

  #objection(entry: Entry): Refusal<InvalidCode | RefusedCode> | null {
    const node = this.graph.preview(hashEntry(entry));
    if ('code' in node) return node;
    const verdict = this.book.preview(node);
    return verdict.valid ? null : verdict;
  }

  #notice(entry: Entry): void {
    const watched = this.#watched;
    if (watched && entry.author === watched.author && entry.key === watched.key) watched.met(entry);
  }

  #apply(checked: CheckedEntry): readonly GraphNode[] {
    const outcome = this.graph.add(checked);
    return outcome.kind === 'applied' ? outcome.nodes : [];
  }

  #announce(nodes: readonly GraphNode[]): void {
    if (nodes.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(nodes);
      } catch (error) {
        if (!this.#listenerFailed) throw error;
        this.#listenerFailed(error);
      }
    }
  }

  /** True when it follows the only end of its author's feed, here or among those about to be taken. */
  #continues({ entry }: CheckedEntry, fresh: readonly CheckedEntry[]): boolean {
    const before = fresh.findLast((other) => other.entry.author === entry.author);
    if (before) return before.hash === entry.prev;
    const [head, other] = this.graph.heads(entry.author);
    return !other && (head?.hash ?? ZERO_HASH) === entry.prev;
  }
}

function tryParse(text: string): CheckedEntry | { readonly error: string } {
  try {
    return parseEntry(text);
  } catch (thrown) {
    return { error: toFailure(thrown).message };
  }
}
