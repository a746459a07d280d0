import type { MulticastDNS } from 'multicast-dns';
import { MembershipProbes } from '../link/membership-probes.ts';
import { isOnNetworkOf, type LanInterface, sameInterface } from '../link/network-interfaces.ts';
import type { MdnsRecord } from './mdns-packets.ts';
import { interfaceKey, openMulticast } from './multicast-socket.ts';

/** A socket on one interface, and what its user keeps with it. */
export interface MulticastLink<S> {
  readonly at: LanInterface;
  readonly socket: MulticastDNS;
  readonly state: S;
}

export interface MulticastLinksOptions<S> {
  /** Those on which multicast is spoken now. */
  readonly interfaces: () => readonly LanInterface[];
  readonly newState: () => S;
  /** It can send from now on. */
  readonly onReady: (link: MulticastLink<S>) => void;
  /** Somebody on its network asks for a PTR record. */
  readonly onQuestion?: (link: MulticastLink<S>, name: string) => void;
  /** Somebody at an IP of its network answers. */
  readonly onAnswers?: (link: MulticastLink<S>, records: readonly MdnsRecord[], ip: string) => void;
  readonly onClosed?: (link: MulticastLink<S>) => void;
  readonly clock: () => number;
}

const SOCKET_RETRY_MS = 10_000;

/** Multicast DNS on every interface, over IPv4 and IPv6, with a socket for each; interfaces come and go. */
export class MulticastLinks<S> {
  readonly #options: MulticastLinksOptions<S>;
  readonly #links = new Map<string, MulticastLink<S>>();
  readonly #failed = new Map<string, number>();
  readonly #probes = new MembershipProbes();

  constructor(options: MulticastLinksOptions<S>) {
    this.#options = options;
  }

  all(): readonly MulticastLink<S>[] {
    return [...this.#links.values()];
  }

  /** Opens a socket for every interface that is new or was put in anew, closes the old ones; true if anything changed. */
  look(): boolean {
    const nowMs = this.#options.clock();
    const present = this.#options.interfaces();
    const lost = this.#probes.lost(present);
    const lasting = present.filter((at) => !lost.includes(at));
    let changed = false;
    for (const link of this.all()) {
      if (lasting.some((at) => sameInterface(at, link.at))) continue;
      void this.#close(link);
      changed = true;
    }
    for (const at of present) {
      const key = interfaceKey(at);
      if (this.#links.has(key) || (this.#failed.get(key) ?? 0) > nowMs) continue;
      this.#open(at);
      changed = true;
    }
    return changed;
  }

  /** Closes every socket; the next look opens them anew. */
  drop(): void {
    for (const link of this.all()) void this.#close(link);
  }

  async stop(): Promise<void> {
    this.#probes.close();
    await Promise.all(this.all().map((link) => this.#close(link)));
  }

  #open(at: LanInterface): void {
    const { newState, onReady, onQuestion, onAnswers, clock } = this.#options;
    const socket = openMulticast(at);
    const link: MulticastLink<S> = { at, socket, state: newState() };
    this.#links.set(interfaceKey(at), link);
    socket.on('error', () => {
      this.#failed.set(interfaceKey(at), clock() + SOCKET_RETRY_MS);
      void this.#close(link);
    });
    // Every socket hears what arrives on any interface: each minds its own network only.
    socket.on('query', ({ questions }, from) => {
      if (!isOnNetworkOf(at, from.address)) return;
      for (const { name, type } of questions ?? []) if (type === 'PTR') onQuestion?.(link, name);
    });
    socket.on('response', ({ answers, additionals }, from) => {
      if (!isOnNetworkOf(at, from.address)) return;
      const [ip = ''] = from.address.split('%');
      onAnswers?.(link, [...(answers ?? []), ...(additionals ?? [])], ip);
    });
    socket.on('ready', () => onReady(link));
  }

  #close(link: MulticastLink<S>): Promise<void> {
    const key = interfaceKey(link.at);
    if (this.#links.get(key) === link) this.#links.delete(key);
    this.#options.onClosed?.(link);
    return new Promise((resolve) => link.socket.destroy(() => resolve()));
  }
}
