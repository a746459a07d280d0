import { randomBytes } from 'node:crypto';
import { lanInterfaces, linkLocalInterfaces } from '../link/network-interfaces.ts';
import { type MulticastLink, MulticastLinks } from './multicast-links.ts';
import { SIGHT_SERVICE, type SightCard, sightAnswer } from './sight-packets.ts';

export interface SightBeaconOptions {
  readonly card: SightCard;
  /** The port at which this node listens at one of its addresses, or null. */
  readonly portAt: (address: string) => number | null;
  readonly clock: () => number;
}

const WATCH_MS = 1_000;
/** Between two answers on one interface, however many ask. */
const ANSWER_GAP_MS = 500;

interface LinkState {
  answeredAtMs: number;
}

/** Shows an invitation to who asks for it on the local network. Says nothing unasked, and no goodbye. */
export class SightBeacon {
  readonly #options: SightBeaconOptions;
  readonly #links: MulticastLinks<LinkState>;
  /** Means nothing, and is another one each time. */
  readonly #instance = randomBytes(8).toString('hex');
  readonly #timer: NodeJS.Timeout;

  constructor(options: SightBeaconOptions) {
    this.#options = options;
    this.#links = new MulticastLinks<LinkState>({
      interfaces: () =>
        [...lanInterfaces(), ...linkLocalInterfaces()].filter(
          ({ address }) => options.portAt(address) !== null,
        ),
      newState: () => ({ answeredAtMs: Number.NEGATIVE_INFINITY }),
      onReady: () => undefined,
      onQuestion: (link, name) => this.#onQuestion(link, name),
      clock: options.clock,
    });
    this.#links.look();
    this.#timer = setInterval(() => this.#links.look(), WATCH_MS);
  }

  shows({ key, inviter, cellName }: SightCard): boolean {
    const { card } = this.#options;
    return card.inviter === inviter && card.cellName === cellName && Buffer.compare(card.key, key) === 0;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#links.stop();
  }

  #onQuestion({ at, socket, state }: MulticastLink<LinkState>, name: string): void {
    if (name.toLowerCase() !== SIGHT_SERVICE) return;
    const nowMs = performance.now();
    const port = this.#options.portAt(at.address);
    if (port === null || nowMs - state.answeredAtMs < ANSWER_GAP_MS) return;
    state.answeredAtMs = nowMs;
    socket.respond(sightAnswer(this.#options.card, this.#instance, at.address, port));
  }
}
