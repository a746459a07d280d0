import { GhostStackError } from '#shared/contract/errors.ts';
import { firstPlace } from '#shared/protocol/closing/first-place.ts';
import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import { type Entry, type HashedEntry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { EntryGraph, type GraphNode, type Refused } from '#shared/protocol/log/entry-graph.ts';
import { seenSince, tipsAhead } from '#shared/protocol/log/exchange.ts';
import type { AnyCode, Refusal } from '#shared/protocol/log/refusal.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { keyAt } from '../../electron/node/cell/deciding/authorise-entry.ts';
import type { GuardedLog } from '../../electron/node/cell/own-feed/own-feed-guard.ts';
import type { ReactingLog } from '../../electron/node/cell/reaction-writer.ts';
import { entryTexts } from '../../electron/node/log/entry-texts.ts';
import { type LogAuthor, ownHead } from '../../electron/node/log/next-entry.ts';
import { OwnKey } from '../../electron/node/log/own-key.ts';
import type { WritingWatch } from '../../electron/node/log/writing-watch.ts';
import { hashed } from '../support/cell/feed-writer.ts';
import { Broken } from './broken.ts';
import type { Home } from './home.ts';
import { authorise, isWriter, LOGS, readKey } from './people.ts';
import type { CrashPoint } from './scenario.ts';
import { multikeyOf } from './seeds.ts';

export interface SimLogOptions {
  readonly cell: string;
  readonly home: Home;
  readonly author: LogAuthor;
  /** It takes for its own what comes from elsewhere under its key; a member with two instances does not. */
  readonly isOneOnly: boolean;
  /** Stores only after it has sent: a planted bug. */
  readonly sendsFirst: boolean;
  readonly wallMs: () => number;
  readonly steadyMs: () => number;
  /** Throws when this is where the node goes down. */
  readonly crashPoint: (point: CrashPoint) => void;
  /** An entry of one's own is about to be seen by others. */
  readonly signed: (entry: HashedEntry) => void;
  readonly send: (entry: HashedEntry) => void;
  readonly refused: (entry: HashedEntry, code: Refused['code']) => void;
  readonly waits: () => void;
  /** It has no room to wait. */
  readonly crowded: () => void;
  /** What was to be written would not count. */
  readonly objected: (kind: string, refused: Refusal<AnyCode>) => void;
  /** Before anybody follows; `written`: here, by itself. */
  readonly applied: (nodes: readonly GraphNode[], written: GraphNode | null) => void;
}

/** Some have less, few have more. */
const ENTRY_BYTES = 600;

/** The log of one node on a simulated disk: graph and verdicts are the product's, and nothing is signed. */
export class SimLog implements ReactingLog, GuardedLog {
  readonly cell: string;
  readonly graph: EntryGraph;
  readonly book: CellBook;
  readonly isWritable = true;
  #barred: Saying | null = null;
  readonly #options: SimLogOptions;
  readonly #listeners = new Set<(nodes: readonly GraphNode[]) => void>();
  /** Where a member with several instances goes on; of whoever has one only the graph knows it. */
  #head: GraphNode | null = null;
  readonly #ownKey: OwnKey;
  readonly #keyAt: ReturnType<typeof keyAt>;
  #newest: { readonly size: number; readonly head: GraphNode | null } = { size: -1, head: null };
  #met: ((entry: Entry, hash: string) => void) | null = null;
  #writing: WritingWatch | null = null;

  constructor(options: SimLogOptions) {
    this.#options = options;
    this.cell = options.cell;
    this.graph = new EntryGraph(options.cell, {
      authorise: (added, parents) => mayWrite(added, parents),
      isWriter: (entry) => mayHaveWritten(entry),
      excess: (added) => excessError(this.graph, added),
      applied: (node) => this.book.apply(node),
    });
    this.book = new CellBook(this.graph, LOGS, entryTexts);
    this.#keyAt = keyAt(this.book, readKey);
    this.#ownKey = new OwnKey(this.book, options.author, this.#keyAt);
    const mayWrite = authorise(this.book);
    const mayHaveWritten = isWriter(this.book);
    const { entries, ownHead } = options.home;
    for (const entry of entries) this.graph.add(entry);
    this.#head = (ownHead && this.graph.get(ownHead)) || null;
  }

  get signingBarred(): Saying | null {
    return this.#ownKey.missing() ?? this.#barred;
  }

  /** The key that the cell has for it is not here. */
  get isLockedOut(): boolean {
    return this.#ownKey.missing() !== null;
  }

  /** The Multikey under which it would write now. */
  ownKey(): string | null {
    return this.#ownKey.present();
  }

  /** The Multikey under which it would write an entry with these parents. */
  keyFor(parents: readonly GraphNode[], prev: GraphNode | null): string | null {
    return parents.length === 0 ? null : this.#keyAt(this.#options.author.scid, parents, prev);
  }

  ownHead(): GraphNode | null {
    if (!this.#options.isOneOnly) return this.#head;
    const { size } = this.graph;
    if (this.#newest.size !== size) this.#newest = { size, head: ownHead(this.graph, this.#options.author) };
    return this.#newest.head;
  }

  ahead(): ReadonlyMap<string, readonly GraphNode[]> {
    return tipsAhead(this.graph, this.#options.author.scid, this.ownHead());
  }

  subscribe(listener: (nodes: readonly GraphNode[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watchFeed(_author: string, met: (entry: Entry, hash: string) => void): void {
    this.#met = met;
  }

  watchWriting(watch: WritingWatch): void {
    this.#writing = watch;
  }

  barSigning(reason: Saying | null): void {
    this.#barred = reason;
  }

  objection(kind: string, body: Record<string, unknown>): Refusal<AnyCode> | null {
    const refused = this.refusal(kind, body);
    if (refused) this.#options.objected(kind, refused);
    return refused;
  }

  /** The same, asked by an operator, who is told. */
  refusal(kind: string, body: Record<string, unknown>): Refusal<AnyCode> | null {
    const node = this.graph.preview(hashed(this.#next(kind, body)));
    const verdict = 'code' in node ? node : this.book.preview(node);
    return 'valid' in verdict && verdict.valid ? null : (verdict as Refusal<AnyCode>);
  }

  append(kind: string, body: object): GraphNode {
    return this.#write(this.#next(kind, body));
  }

  /** As if nothing had been heard but that. */
  appendHaving(seen: Entry['seen'], kind: string, body: object): GraphNode {
    return this.#write({ ...this.#next(kind, body), seen });
  }

  beginGeneration(least = 0): GraphNode {
    const next = this.#next('restored', {});
    return this.#write({ ...next, gen: Math.max(next.gen + 1, least), seq: 0, body: { end: next.prev } });
  }

  /** From a member, whoever wrote them. Returns how many were applied. */
  receive(entries: readonly HashedEntry[], by: string): number {
    const { refused, waits, crowded, steadyMs, applied: tell } = this.#options;
    const brought = { by, bytes: ENTRY_BYTES, atMs: steadyMs() };
    const applied: GraphNode[] = [];
    for (const entry of entries) {
      if (this.graph.isKnown(entry.hash)) continue;
      if (entry.entry.author === this.#options.author.scid) this.#met?.(entry.entry, entry.hash);
      if (excessError(this.graph, entry)) continue;
      const outcome = this.graph.add(entry, brought);
      if (outcome.kind === 'refused') refused(entry, outcome.code);
      else if (outcome.kind === 'applied') applied.push(...outcome.nodes);
      else if (outcome.kind === 'waiting') waits();
      else if (outcome.kind === 'crowded') crowded();
    }
    if (applied.length === 0) return 0;
    for (const node of applied) {
      // What waits is in memory only.
      this.#store(node);
    }
    const { home, isOneOnly } = this.#options;
    if (isOneOnly) home.ownHead = this.ownHead()?.hash ?? null;
    tell(applied, null);
    this.#announce(applied);
    return applied.length;
  }

  /** On disk first, then to the others. */
  #write(entry: Entry): GraphNode {
    const { home, sendsFirst, crashPoint, signed, send, applied } = this.#options;
    if (this.signingBarred !== null) throw new GhostStackError('conflict', this.signingBarred);
    this.#writing?.before();
    const written = hashed(entry);
    if (sendsFirst) {
      signed(written);
      send(written);
    }
    crashPoint('before-store');
    this.#store(written);
    home.ownHead = written.hash;
    const outcome = this.graph.add(written);
    if (outcome.kind !== 'applied')
      throw new Broken('valid', `an entry was written that its own log refuses: ${JSON.stringify(outcome)}`);
    const node = outcome.nodes[0] as GraphNode;
    this.#head = node;
    this.#writing?.after(written);
    if (!sendsFirst) signed(written);
    applied(outcome.nodes, node);
    crashPoint('after-store');
    if (!sendsFirst) send(written);
    crashPoint('after-send');
    this.#announce(outcome.nodes);
    return node;
  }

  #next(kind: string, body: object): Entry {
    const { author, wallMs, isOneOnly } = this.#options;
    const written = body as Record<string, unknown>;
    return isOneOnly
      ? this.#ownKey.next(author, wallMs(), kind, written)
      : this.#nextOfSeveral(kind, written);
  }

  /** The same for a member with several instances: from the own end of this one. */
  #nextOfSeveral(kind: string, body: Record<string, unknown>): Entry {
    const { author, wallMs } = this.#options;
    const { scid } = author;
    const head = this.#head;
    const parents = [...this.ahead().values()].flat();
    const first = firstPlace(this.book, scid, head, parents);
    const prev = first ? first.prev : head;
    return {
      v: 1,
      cell: this.cell,
      author: scid,
      gen: first?.gen ?? head?.entry.gen ?? 0,
      seq: first || !head ? 0 : head.entry.seq + 1,
      prev: prev?.hash ?? ZERO_HASH,
      seen: seenSince(this.graph, scid, prev),
      at: wallMs(),
      kind,
      body,
      key: this.keyFor(parents, prev) ?? multikeyOf(author.key),
    };
  }

  #store({ hash, entry }: HashedEntry): void {
    const { home, steadyMs } = this.#options;
    home.entries.push({ hash, entry });
    if (entry.kind === 'open') home.storedAtMs.set(hash, steadyMs());
  }

  #announce(nodes: readonly GraphNode[]): void {
    for (const listener of this.#listeners) listener(nodes);
  }
}
