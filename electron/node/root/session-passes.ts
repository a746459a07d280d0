import type { SyncPass } from '#shared/contract/domain/cell.ts';
import type { Saying } from '#shared/protocol/saying.ts';

export interface SessionPassesOptions {
  readonly clock: () => number;
  readonly passed: (pass: SyncPass) => void;
}

const NOTHING = { receiptsIn: 0, receiptsOut: 0, messagesIn: 0, messagesOut: 0 };

/** What went to and came from each peer, pass by pass. */
export class SessionPasses {
  readonly #options: SessionPassesOptions;
  readonly #cameIn = new Map<string, number>();
  readonly #lastAtMs = new Map<string, number>();

  constructor(options: SessionPassesOptions) {
    this.#options = options;
  }

  lastAtMs(did: string): number | null {
    return this.#lastAtMs.get(did) ?? null;
  }

  /** Messages that are stored in one go came in one pass. */
  messageCame(did: string): void {
    if (this.#cameIn.size === 0) {
      queueMicrotask(() => {
        const came = [...this.#cameIn];
        this.#cameIn.clear();
        for (const [sender, messagesIn] of came) this.#passed(sender, { messagesIn }, null);
      });
    }
    this.#cameIn.set(did, (this.#cameIn.get(did) ?? 0) + 1);
  }

  messagesWent(did: string, delivered: number, atMs: number): void {
    this.#lastAtMs.set(did, atMs);
    if (delivered > 0) this.#passed(did, { messagesOut: delivered }, null);
  }

  receipts(did: string, counts: { receiptsIn: number; receiptsOut: number }, failure: Saying | null): void {
    this.#passed(did, counts, failure);
  }

  #passed(did: string, counts: Partial<SyncPass>, failure: Saying | null): void {
    const atMs = this.#options.clock();
    this.#lastAtMs.set(did, atMs);
    this.#options.passed({ ...NOTHING, ...counts, atMs, peer: did, failure });
  }
}
