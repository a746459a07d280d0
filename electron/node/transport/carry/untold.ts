import type { Carrier } from '../../messaging/carrying/carrier.ts';

/** Of one member; of more, the next compare finds them. */
const REMEMBERED = 1000;

/**
 * What has come since a member was lost that had been compared with: it is named when the member is back, which may be
 * before the next compare.
 */
export class Untold {
  readonly #byDid = new Map<string, Set<string>>();
  readonly #stopNews: () => void;

  constructor(carrier: Pick<Carrier, 'onNews'>) {
    this.#stopNews = carrier.onNews((news) => {
      for (const [did, untold] of this.#byDid) {
        for (const { hash, toDid, fromDid, broughtBy } of news) {
          // What is for it is named whenever it is met.
          const isNews = ![toDid, fromDid, broughtBy].includes(did);
          if (isNews && untold.size < REMEMBERED) untold.add(hash);
        }
      }
    });
  }

  /** From now on that member is told nothing, and of those it most likely was told nothing either. */
  lost(did: string, unheard: readonly string[] = []): void {
    this.#byDid.set(did, new Set([...(this.#byDid.get(did) ?? []), ...unheard].slice(0, REMEMBERED)));
  }

  /** The member is back, and is told at once from now on. */
  take(did: string): string[] {
    const untold = this.#byDid.get(did) ?? [];
    this.#byDid.delete(did);
    return [...untold];
  }

  stop(): void {
    this.#stopNews();
  }
}
