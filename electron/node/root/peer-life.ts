import { EVERYONE, UNKNOWN_PEER } from '#shared/contract/domain/agent.ts';
import { AwayWatch } from '../agent/away-watch.ts';
import type { LifeEvent } from '../agent/life-stimuli.ts';
import { timer } from '../agent/stimulus-run.ts';
import { BROADCAST } from '../messaging/payload.ts';
import type { PeerRegistry } from '../messaging/peer-registry.ts';

export interface PeerLifeOptions {
  readonly peers: PeerRegistry;
  readonly felt: (event: LifeEvent) => void;
  /** After how long a peer that was lost is felt to be still away. */
  readonly awayAfterMs: number;
}

/** What the agent is told of the peers: who came, who went, who stays away, and what became of messages. */
export class PeerLife {
  readonly #options: PeerLifeOptions;
  readonly #away: AwayWatch;
  /** Those who are connected; one connection may follow another. */
  readonly #here = new Set<string>();

  constructor(options: PeerLifeOptions) {
    this.#options = options;
    this.#away = new AwayWatch({
      afterMs: options.awayAfterMs,
      schedule: timer,
      away: (did) => {
        if (options.peers.get(did) !== null) this.tell('peer-away', did);
      },
    });
  }

  tell(kind: LifeEvent['kind'], did: string): void {
    const name = did === BROADCAST ? EVERYONE : this.#options.peers.get(did)?.name;
    this.#options.felt({ kind, peer: name ?? UNKNOWN_PEER } as LifeEvent);
  }

  /** Who is no peer any more has not come back to anybody. */
  connected(did: string): void {
    const isBack = !this.#here.has(did);
    this.#here.add(did);
    if (isBack && this.#options.peers.get(did) !== null) this.tell('peer-back', did);
    this.#away.back(did);
  }

  /** Who is no peer any more is not lost, and neither is anybody while we go ourselves. */
  disconnected(did: string, isGoing: boolean): void {
    this.#here.delete(did);
    if (this.#options.peers.get(did) === null) this.#away.back(did);
    else if (!isGoing) {
      this.tell('peer-lost', did);
      this.#away.lost(did);
    }
  }

  /** Nobody is felt to be away any more. */
  stop(): void {
    this.#here.clear();
    this.#away.stop();
  }
}
