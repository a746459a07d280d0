import { excessError } from '#shared/protocol/log/branch-bounds.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { EntryGraph, GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { dayOf, weightOf } from '#shared/protocol/log/feed-bounds.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { FeedsTaken } from './feeds-taken.ts';
import type { Bringer, Received } from './received.ts';
import type { CheckedEntry, TriedEntry } from './signed-entry.ts';
import type { Unsaved } from './unsaved.ts';

/** What comes from elsewhere finds its place in the graph, or waits, or is refused; storing it is left to the log. */
export class Intake {
  readonly #graph: EntryGraph;
  readonly #feeds: FeedsTaken;
  readonly #unsaved: Unsaved;
  readonly #clock: () => number;
  #watched: { readonly author: string; readonly key: string; readonly met: (entry: Entry) => void } | null =
    null;

  constructor(graph: EntryGraph, feeds: FeedsTaken, unsaved: Unsaved, clock: () => number) {
    this.#graph = graph;
    this.#feeds = feeds;
    this.#unsaved = unsaved;
    this.#clock = clock;
  }

  watchFeed(author: string, key: string, met: (entry: Entry) => void): void {
    this.#watched = { author, key, met };
  }

  take(tried: readonly TriedEntry[], from: Bringer | null): Received {
    const applied: GraphNode[] = [];
    const missing = new Set<string>();
    const refused: { hash: string | null; says: Saying }[] = [];
    const taken: CheckedEntry[] = [];
    for (const checked of tried) {
      if ('error' in checked) {
        refused.push({ hash: null, says: checked.error });
        continue;
      }
      const objection = this.#take(checked, from, applied, missing);
      if (objection) refused.push({ hash: checked.hash, says: objection });
      else taken.push(checked);
    }
    const waiting = taken.filter(({ hash }) => this.#graph.isWaiting(hash)).length;
    return { applied, waiting, missing: [...missing].filter((hash) => !this.#graph.isKnown(hash)), refused };
  }

  /** Judges an entry and what it sets free. Returns why it is not taken, or null. */
  #take(
    checked: CheckedEntry,
    from: Bringer | null,
    applied: GraphNode[],
    missing: Set<string>,
  ): Saying | null {
    const graph = this.#graph;
    const { hash, entry, text } = checked;
    if (graph.isKnown(hash)) return graph.refusedAs(hash)?.says ?? null;
    this.#notice(entry);
    const atMs = this.#clock();
    const bytes = weightOf(entry, Buffer.byteLength(text, 'utf8'));
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

  #notice(entry: Entry): void {
    const watched = this.#watched;
    if (watched && entry.author === watched.author && entry.key === watched.key) watched.met(entry);
  }
}
