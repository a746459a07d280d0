import type { Dialler } from '../link/dialler.ts';
import type { PeerRecord } from '../link/peer-record.ts';
import { Turns } from '../link/turns.ts';

export interface HintDialsOptions {
  readonly dialler: Dialler;
  /** Null for somebody who is no peer any more. */
  readonly record: (did: string) => PeerRecord | null;
}

interface Hint {
  readonly did: string;
  readonly address: string;
}

/** A machine that several claim to have found somebody at is not called more often for that. */
const GAP_MS = 2_000;
const RETRIES_MS = [2_000, 4_000, 8_000, 16_000];

/**
 * Tries the addresses at which others say that members are: those who announce them on the network, by their IP, and
 * members who tell of each other, by their DIDs. None of it is believed before the key is proved there.
 */
export class HintDials {
  readonly #turns: Turns<Hint>;

  constructor({ dialler, record }: HintDialsOptions) {
    this.#turns = new Turns({
      keyOf: ({ did, address }) => `${did} ${address}`,
      targetOf: ({ address }) => address,
      gapMs: GAP_MS,
      isWanted: ({ did }) => {
        const known = record(did);
        return known !== null && known.active === null && !known.paused;
      },
      isFree: ({ did }) => record(did)?.isDialled === false,
      run: async ({ did, address }) => {
        const known = record(did);
        if (known !== null) await dialler.dialHint(known, address);
      },
      retryMs: (tries) => RETRIES_MS[tries - 1] ?? null,
      atOnce: 4,
      perSource: { burst: 8, perMinute: 20 },
      inAll: { burst: 40, perMinute: 240 },
      itemsMax: 24,
      sourcesMax: 256,
    });
  }

  heard(source: string, did: string, address: string): void {
    this.#turns.ask(source, { did, address });
  }

  /** The network changed, or the operator asks: whatever was told before may be right now. */
  revive(): void {
    this.#turns.revive();
  }

  forget(): void {
    this.#turns.clear();
  }
}
