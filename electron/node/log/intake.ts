import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { dayOf, weightOf } from '#shared/protocol/log/feed-bounds.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { Covers } from './covers.ts';
import type { FeedsTaken } from './feeds-taken.ts';
import type { JudgedEntry, JudgedText, VouchedEntry } from './judge-texts.ts';
import type { Bringer, Received } from './received.ts';
import type { Unsaved } from './unsaved.ts';
import { Unvouched } from './unvouched.ts';

interface Taking {
  readonly applied: GraphNode[];
  readonly missing: Set<string>;
}

/** A feed of which is told what comes from elsewhere. */
export interface WatchedFeed {
  readonly author: string;
  readonly met: (entry: Entry, hash: string) => void;
}

/** What comes from elsewhere finds its place in the graph, or waits, or is refused; storing it is left to the log. */
export class Intake {
  readonly #graph: EntryGraph;
  readonly #feeds: FeedsTaken;
  readonly #unsaved: Unsaved;
  readonly #covers: Covers;
  readonly #clock: () => number;
  readonly #unvouched = new Unvouched();
  #watched: WatchedFeed | null = null;

  constructor(graph: EntryGraph, feeds: FeedsTaken, unsaved: Unsaved, covers: Covers, clock: () => number) {
    this.#graph = graph;
    this.#feeds = feeds;
    this.#unsaved = unsaved;
    this.#covers = covers;
    this.#clock = clock;
  }

  watchFeed(watched: WatchedFeed): void {
    this.#watched = watched;
  }

  take(judged: readonly JudgedText[], from: Bringer | null): Received {
    const taking: Taking = { applied: [], missing: new Set() };
    const refused: { hash: string | null; says: Saying }[] = [];
    const taken: JudgedEntry[] = [];
    for (const one of judged) {
      if ('error' in one) {
        refused.push({ hash: null, says: one.error });
        continue;
      }
      const objection = this.#take(one, from, taking);
      if (objection) refused.push({ hash: one.hash, says: objection });
      else taken.push(one);
    }
    this.#covers.trim();
    const { applied, missing } = taking;
    const waiting = taken.filter(
      ({ hash }) => this.#graph.isWaiting(hash) || this.#unvouched.has(hash),
    ).length;
    return { applied, waiting, missing: [...missing].filter((hash) => !this.#graph.isKnown(hash)), refused };
  }

  /** Takes what is vouched for, and with it what it vouches for itself; the rest waits. Returns why not, or null. */
  #take(judged: JudgedEntry, from: Bringer | null, taking: Taking): Saying | null {
    const { hash, entry, text } = judged;
    if (this.#graph.get(hash)) return null;
    const behind = judged.behind ?? this.#covers.behind(judged);
    if (!behind) {
      if (this.#graph.isKnown(hash)) return this.#graph.refusedAs(hash)?.says ?? null;
      const bytes = weightOf(entry, Buffer.byteLength(text, 'utf8'));
      return this.#unvouched.add(judged, { from, bytes, atMs: this.#clock() });
    }
    this.#unvouched.forget(hash);
    for (const released of this.#unvouched.release(entry, behind))
      this.#place(released.vouched, released.from, taking);
    return this.#place({ ...judged, behind }, from, taking);
  }

  /** Judges an entry and what it sets free. Returns why it is not taken, or null. */
  #place(vouched: VouchedEntry, from: Bringer | null, taking: Taking): Saying | null {
    const graph = this.#graph;
    const { hash, entry, text } = vouched;
    if (graph.isKnown(hash)) return graph.refusedAs(hash)?.says ?? null;
    this.#notice(entry, hash);
    const atMs = this.#clock();
    const bytes = weightOf(entry, Buffer.byteLength(text, 'utf8'));
    const isAuthor = from !== null && from.key === entry.key;
    const excess =
      (isAuthor ? this.#feeds.excess(entry.author, bytes, atMs) : null) ?? excessError(graph, vouched);
    if (excess) return this.#notTaken(vouched, excess);
    const outcome = graph.add(vouched, from && { by: from.did, bytes, atMs });
    if (outcome.kind === 'known') return null;
    if (outcome.kind === 'refused' || outcome.kind === 'crowded')
      return this.#notTaken(vouched, outcome.says);
    this.#unsaved.carry(vouched);
    // What others bring of this day counts too: else who gives each member a part fills its feed several times over.
    if (isAuthor || (from && dayOf(entry.at) === dayOf(atMs))) this.#feeds.add(entry.author, bytes, atMs);
    if (outcome.kind === 'waiting') {
      for (const hash of outcome.missing) taking.missing.add(hash);
      this.#covers.add(vouched);
    } else {
      this.#unsaved.add(outcome.nodes);
      taking.applied.push(...outcome.nodes);
    }
    return null;
  }

  #notTaken(vouched: VouchedEntry, why: Saying): Saying {
    this.#covers.add(vouched);
    return why;
  }

  #notice(entry: Entry, hash: string): void {
    const watched = this.#watched;
    if (watched && entry.author === watched.author) watched.met(entry, hash);
  }
}
