import type { Carrier } from '../../messaging/carrying/carrier.ts';
import { LISTED_MAX } from '../../messaging/carrying/limits.ts';
import { ITEMS_PER_FRAME_MAX, type Said } from './carry-frames.ts';
import { WANTED_PATIENCE_MS, type Wanted } from './wanted.ts';

export interface AskingOptions {
  readonly carrier: Carrier;
  /** Of the peer. */
  readonly did: string;
  /** Shared by all peers. */
  readonly wanted: Wanted;
  readonly say: (said: Said) => void;
  /** The peer lacks these. */
  readonly push: (hashes: readonly string[]) => void;
  readonly later: (delayMs: number, run: () => void) => void;
}

/** What a peer names, and what of it is asked for: nothing twice, and nothing of two peers at a time. */
export class Asking {
  readonly #options: AskingOptions;
  /** Named by the peer, and another one was asked for it; whether it is for this node. */
  readonly #deferred = new Map<string, boolean>();
  /** The same, before anything could be said. */
  readonly #early = new Map<string, boolean>();
  #mayAsk = false;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  /** From now on something can be said to the peer. */
  begin(): void {
    this.#mayAsk = true;
    const early = [...this.#early];
    this.#early.clear();
    for (const isForSelf of [true, false])
      this.named(
        early.filter(([, isOurs]) => isOurs === isForSelf).map(([item]) => item),
        isForSelf,
      );
  }

  /** Nothing can be said until it begins again. */
  pause(): void {
    this.#mayAsk = false;
  }

  /** The peer has these. What is for this node and was answered is not asked for: the peer lacks the answer. */
  named(items: readonly string[], isForSelf: boolean): void {
    if (items.length === 0) return;
    if (!this.#mayAsk) {
      keep(this.#early, items, isForSelf);
      return;
    }
    const { carrier, push } = this.#options;
    const unanswered = carrier.unanswered(items);
    push(unanswered.receipts);
    this.#ask(unanswered.items, isForSelf);
  }

  #ask(items: readonly string[], isForSelf: boolean): void {
    const { carrier, wanted, did, say, later } = this.#options;
    const asking = wanted.ask(did, carrier.lacking(items, isForSelf));
    for (let from = 0; from < asking.now.length; from += ITEMS_PER_FRAME_MAX)
      say({ type: 'want', items: asking.now.slice(from, from + ITEMS_PER_FRAME_MAX) });
    if (this.#deferred.size === 0 && asking.later.length > 0)
      later(WANTED_PATIENCE_MS, () => this.#askDeferred());
    keep(this.#deferred, asking.later, isForSelf);
  }

  #askDeferred(): void {
    const { carrier, later } = this.#options;
    if (!this.#mayAsk) {
      later(WANTED_PATIENCE_MS, () => this.#askDeferred());
      return;
    }
    const deferred = [...this.#deferred];
    this.#deferred.clear();
    for (const isForSelf of [true, false]) {
      const items = deferred.filter(([, isOurs]) => isOurs === isForSelf).map(([item]) => item);
      // An answer that was written meanwhile was named to the peer when it was.
      this.#ask(carrier.unanswered(items).items, isForSelf);
    }
  }
}

function keep(kept: Map<string, boolean>, items: readonly string[], isForSelf: boolean): void {
  for (const item of items) {
    if (kept.size >= LISTED_MAX && !kept.has(item)) return;
    kept.set(item, isForSelf || kept.get(item) === true);
  }
}
