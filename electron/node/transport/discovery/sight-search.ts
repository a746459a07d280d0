import { lanInterfaces, linkLocalInterfaces } from '../link/network-interfaces.ts';
import { whereAt } from './mdns-packets.ts';
import { type MulticastLink, MulticastLinks } from './multicast-links.ts';
import { readSightings, SIGHT_SERVICE, type SightCard } from './sight-packets.ts';

/** Somebody who says that it invites, and where it answers from. */
export interface SeenInviter extends SightCard {
  /** Multiaddrs, the first heard first. */
  readonly addresses: readonly string[];
  /** From where it first said so. */
  readonly source: string;
  readonly seenAtMs: number;
}

export interface SightSearchOptions {
  /** Keys of this node: its own invitation is none for it. */
  readonly isOwn: (key: Uint8Array) => boolean;
  readonly clock: () => number;
  /** Called when it ends by itself. */
  readonly ended: () => void;
}

const ASK_MS = 1_000;
/** Whoever was not heard for so long shows nothing any more. */
const GONE_MS = 4_000;
/** It ends by itself when nobody has looked at what it found. */
const UNWATCHED_MS = 6_000;
/** Of what is shown to people; whoever makes up more is one of them. */
export const SEEN_MAX = 8;
const PER_SOURCE_MAX = 2;
/** IPv4 and IPv6 on two networks. */
const ADDRESSES_MAX = 4;

/** Asks on the local network who invites, for as long as somebody looks at the answers. */
export class SightSearch {
  readonly #options: SightSearchOptions;
  readonly #links: MulticastLinks<null>;
  readonly #seen = new Map<string, SeenInviter>();
  readonly #timer: NodeJS.Timeout;
  #lookedAtMs: number;
  #isCrowded = false;

  constructor(options: SightSearchOptions) {
    this.#options = options;
    this.#lookedAtMs = performance.now();
    this.#links = new MulticastLinks<null>({
      interfaces: () => [...lanInterfaces(), ...linkLocalInterfaces()],
      newState: () => null,
      onReady: (link) => ask(link),
      onAnswers: ({ at }, records, ip) => {
        for (const { address, port, ...card } of readSightings(records)) {
          // What is said from elsewhere than where it is said to be is somebody's echo, or a lie.
          if (address === ip) this.#saw(card, whereAt(at, address, port), ip);
        }
      },
      clock: options.clock,
    });
    this.#links.look();
    this.#timer = setInterval(() => this.#watch(), ASK_MS);
  }

  /** Who shows an invitation now, the first seen first; `crowded`: there are more than are told of. */
  look(): { readonly seen: readonly SeenInviter[]; readonly crowded: boolean } {
    this.#lookedAtMs = performance.now();
    this.#forget();
    return { seen: [...this.#seen.values()], crowded: this.#isCrowded };
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#links.stop();
  }

  #watch(): void {
    if (performance.now() - this.#lookedAtMs > UNWATCHED_MS) {
      this.#options.ended();
      return;
    }
    this.#links.look();
    for (const link of this.#links.all()) ask(link);
  }

  #saw(card: SightCard, address: string, source: string): void {
    if (this.#options.isOwn(card.key)) return;
    this.#forget();
    const key = Buffer.from(card.key).toString('hex');
    const known = this.#seen.get(key);
    const others = [...this.#seen.values()].filter((one) => one !== known);
    const ofSource = others.filter((one) => one.source === source);
    if (!known && (others.length >= SEEN_MAX || ofSource.length >= PER_SOURCE_MAX)) {
      this.#isCrowded = true;
      return;
    }
    const seenAtMs = performance.now();
    const first = known ?? { ...card, addresses: [], source };
    // What was said first stays. Whoever repeats another's key may name an address of its own beside it, no more.
    const addresses = [...new Set([...first.addresses, address])].slice(0, ADDRESSES_MAX);
    this.#seen.set(key, { ...first, addresses, seenAtMs });
  }

  #forget(): void {
    const nowMs = performance.now();
    for (const [key, { seenAtMs }] of this.#seen) if (nowMs - seenAtMs > GONE_MS) this.#seen.delete(key);
    if (this.#seen.size === 0) this.#isCrowded = false;
  }
}

function ask({ socket }: MulticastLink<null>): void {
  socket.query([{ name: SIGHT_SERVICE, type: 'PTR' }]);
}
