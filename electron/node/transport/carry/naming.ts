import { itemOf } from '../../messaging/carrying/compare.ts';
import { LISTED_MAX } from '../../messaging/carrying/limits.ts';
import { ITEMS_PER_FRAME_MAX, type Said } from './carry-frames.ts';

/** What comes in is named to the others together. */
const COALESCE_MS = 20;

export interface NamingOptions {
  readonly say: (said: Said) => void;
  readonly later: (delayMs: number, run: () => void) => void;
  /** Whether the peer has that, as this side pushed it, or was brought it. */
  readonly isThere: (hash: string) => boolean;
}

/** What is named to a peer: what is for it at once, the rest together with what comes soon after. */
export class Naming {
  readonly #options: NamingOptions;
  readonly #soon = new Set<string>();
  /** What the peer has named itself. */
  readonly #theirs = new Set<string>();

  constructor(options: NamingOptions) {
    this.#options = options;
  }

  /** Not for the peer. */
  soon(hashes: readonly string[]): void {
    if (hashes.length === 0) return;
    if (this.#soon.size === 0) this.#options.later(COALESCE_MS, () => this.#nameSoon());
    for (const hash of hashes) this.#soon.add(hash);
  }

  yours(hashes: readonly string[]): void {
    for (const items of inFrames(hashes)) this.#options.say({ type: 'have', items, yours: true });
  }

  heard(items: readonly string[]): void {
    for (const item of items) {
      if (this.#theirs.size >= LISTED_MAX) return;
      this.#theirs.add(item);
    }
  }

  #nameSoon(): void {
    const { say, isThere } = this.#options;
    const hashes = [...this.#soon].filter((hash) => !isThere(hash) && !this.#theirs.has(itemOf(hash)));
    this.#soon.clear();
    for (const items of inFrames(hashes)) say({ type: 'have', items });
  }
}

function inFrames(hashes: readonly string[]): string[][] {
  const frames: string[][] = [];
  for (let from = 0; from < hashes.length; from += ITEMS_PER_FRAME_MAX)
    frames.push(hashes.slice(from, from + ITEMS_PER_FRAME_MAX).map(itemOf));
  return frames;
}
