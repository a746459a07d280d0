import { certificates } from '#shared/protocol/closing/certificate.ts';
import type { HashedEntry } from '#shared/protocol/log/entry.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { Broken } from './broken.ts';
import { checkEnd, hasEnded, holdTheSame } from './ending.ts';
import type { SimNode } from './sim-node.ts';
import type { World } from './world.ts';

const LOOK_MS = 250;
/** How long members who are connected may take until all ballots have ended. */
const PATIENCE_MS = 300_000;
/** Members who hold the same may still get what one who breaks the rules has kept back. */
const STILL_MS = 2_000;
/** For so long nobody writes anything after that: more than five of the longest turns. */
const QUIET_MS = 5_000;
/** By then they are still, or never will be. */
const RESTLESS_MS = 20_000;

/** The second part of a run: all who are not absent are connected, come to rest, and stay there. */
export class Finale {
  readonly #world: World;
  readonly #later: (atMs: number, run: () => void) => void;
  readonly #beganAtMs: number;
  /** Until then people act. */
  readonly #lastEventMs: number;
  /** Since when all has ended, since when nobody writes, and since when nobody may write any more. */
  #endedAtMs: number | null = null;
  #stillAtMs: number | null = null;
  #wroteAtMs = 0;
  #quietAtMs: number | null = null;
  #looked: { readonly changes: number; readonly hasEnded: boolean; readonly holdTheSame: boolean } | null =
    null;
  isOver = false;

  constructor(world: World, later: (atMs: number, run: () => void) => void) {
    this.#world = world;
    this.#later = later;
    this.#beganAtMs = world.nowMs;
    this.#lastEventMs = Math.max(0, ...world.scenario.events.map(({ atMs }) => atMs));
    this.#lookAgain();
  }

  /**
   * At rest nobody acts and nothing is due. Where too few are left to end a ballot its rounds go on, and an equivocator
   * whose branch comes to light is proved.
   */
  wrote(node: SimNode, { hash, entry }: HashedEntry): void {
    // What is tried out at the end.
    if (this.isOver) return;
    const { kind, body } = entry;
    const slot = String(body.slot ?? node.book.ballot(String(body.ballot))?.slot);
    if (kind === 'proof') return;
    if (['close', 'sign', 'confirm'].includes(kind) && !isDecided(node, slot, hash)) {
      if (this.#quietAtMs !== null) this.#world.counts['written at rest in open slots'] += 1;
      return;
    }
    this.#stillAtMs = null;
    this.#wroteAtMs = this.#world.nowMs;
    if (this.#quietAtMs !== null)
      throw new Broken('quiet', `${node.id} writes a ${kind} ${this.#since(this.#quietAtMs)}`);
  }

  #lookAgain(): void {
    this.#later(this.#world.nowMs + LOOK_MS, () => this.#look());
  }

  #look(): void {
    const { nowMs } = this.#world;
    this.#noteRest(nowMs);
    if (this.#quietAtMs !== null && nowMs >= this.#quietAtMs + QUIET_MS) {
      this.isOver = true;
      checkEnd(this.#world);
      return;
    }
    const isRestless = this.#endedAtMs !== null && nowMs > this.#endedAtMs + RESTLESS_MS;
    if (isRestless && this.#quietAtMs === null && nowMs < this.#wroteAtMs + STILL_MS)
      throw new Broken('quiet', `they go on writing ${RESTLESS_MS / 1000} s after all had ended`);
    if (nowMs > this.#beganAtMs + PATIENCE_MS) {
      checkEnd(this.#world);
      throw new Broken('wedge', `not at rest ${PATIENCE_MS / 1000} s after all were connected`);
    }
    this.#lookAgain();
  }

  #noteRest(nowMs: number): void {
    if (this.#quietAtMs !== null) return;
    const { hasEnded, holdTheSame } = this.#state();
    if (nowMs <= this.#lastEventMs || !hasEnded) this.#endedAtMs = null;
    else this.#endedAtMs ??= nowMs;
    if (this.#endedAtMs === null || !holdTheSame) this.#stillAtMs = null;
    else this.#stillAtMs ??= nowMs;
    if (this.#stillAtMs === null || nowMs < this.#stillAtMs + STILL_MS) return;
    this.#quietAtMs = nowMs;
    this.#world.note(() => 'all are at rest');
  }

  /** Looks again only if anything has come since. */
  #state(): { readonly hasEnded: boolean; readonly holdTheSame: boolean } {
    const { changes } = this.#world;
    if (this.#looked?.changes === changes) return this.#looked;
    const ended = hasEnded(this.#world);
    this.#looked = { changes, hasEnded: ended, holdTheSame: ended && holdTheSame(this.#world) };
    return this.#looked;
  }

  #since(ms: number): string {
    return `${Math.round(this.#world.nowMs - ms)} ms after all came to rest`;
  }
}

/** Before this entry, in what counts: a certificate that rests on what a forked author wrote must be cited first. */
function isDecided({ book, graph, author }: SimNode, slot: string, hash: string): boolean {
  const before = graph.get(hash)?.prev;
  const others = settledEnds(graph).filter(({ entry }) => entry.author !== author);
  const tips = graph.mergeTips(before ? [before, ...others] : others);
  return certificates(book, (other) => graph.covers(tips, other), slot).length > 0;
}
