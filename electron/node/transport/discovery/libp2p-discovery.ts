import { type Libp2p, type PeerDiscovery, type PeerId, type PeerInfo, start, stop } from '@libp2p/interface';
import { type MulticastDNSComponents, mdns } from '@libp2p/mdns';
import { MembershipProbes } from '../link/membership-probes.ts';
import { type LanInterface, lanInterfaces, sameInterface } from '../link/network-interfaces.ts';
import { believableAddresses } from '../link/told-addresses.ts';
import type { Discovery, DiscoveryEvents } from './discovery.ts';

export interface Libp2pDiscoveryOptions extends DiscoveryEvents {
  readonly host: Libp2p;
  /** The DID of the member with that key, or null for somebody else. */
  readonly memberOf: (peerId: PeerId) => string | null;
  readonly interfaces?: () => LanInterface[];
  /** Between two questions. */
  readonly intervalMs?: number;
}

/**
 * It does not say who announced what. So all that it tells comes from one source, which has one share of the tries:
 * whoever floods it holds up nothing that is found in other ways.
 */
const SOURCE = 'libp2p mdns';
const INTERVAL_MS = 10_000;
/** How often interfaces are looked at. */
const WATCH_MS = 1_000;

/**
 * libp2p's own discovery by multicast DNS. It shows PeerId and addresses to everyone on the network, and finds nobody
 * where there is no default route: off unless the operator asks for it. It does not notice when networks change, so it
 * is started anew then.
 */
export class Libp2pDiscovery implements Discovery {
  readonly #options: Libp2pDiscoveryOptions;
  readonly #interfaces: () => LanInterface[];
  readonly #probes = new MembershipProbes();
  #seen: readonly LanInterface[] = [];
  #timer: NodeJS.Timeout | null = null;
  #running: PeerDiscovery | null = null;
  /** The end of the one before. */
  #ended: Promise<void> = Promise.resolve();

  constructor(options: Libp2pDiscoveryOptions) {
    this.#options = options;
    this.#interfaces = options.interfaces ?? lanInterfaces;
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#hasChanged();
    this.#timer = setInterval(() => {
      if (this.#hasChanged()) this.#startAnew();
    }, WATCH_MS);
    this.#startAnew();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#probes.close();
    this.#end();
    await this.#ended;
  }

  #hasChanged(): boolean {
    const present = this.#interfaces();
    const hasLost = this.#probes.lost(present).length > 0;
    const isSame =
      present.length === this.#seen.length &&
      present.every((at) => this.#seen.some((other) => sameInterface(at, other)));
    this.#seen = present;
    return hasLost || !isSame;
  }

  /** One after the other: the old one's answers would be taken for those of a copy of this node. */
  #startAnew(): void {
    this.#end();
    void this.#ended.then(() => {
      if (this.#timer !== null && this.#running === null) this.#begin();
    });
  }

  #begin(): void {
    const { host, intervalMs = INTERVAL_MS } = this.#options;
    // All that it asks for: where this node is.
    const addressManager = {
      getAddresses: () => host.getMultiaddrs(),
    } as MulticastDNSComponents['addressManager'];
    const discovery = mdns({ interval: intervalMs })({ addressManager, logger: host.logger });
    discovery.addEventListener('peer', ({ detail }) => this.#heard(detail));
    this.#running = discovery;
    void start(discovery);
  }

  #end(): void {
    const discovery = this.#running;
    this.#running = null;
    if (discovery !== null) this.#ended = this.#ended.then(() => stop(discovery));
  }

  #heard({ id, multiaddrs }: PeerInfo): void {
    if (this.#running === null) return;
    const { host, memberOf, onFound, onOwnName } = this.#options;
    const isOwn = id.equals(host.peerId);
    const did = isOwn ? null : memberOf(id);
    if (!isOwn && did === null) return;
    const told = multiaddrs.map(String).filter((address) => address.length <= 128);
    for (const address of believableAddresses(told, null, this.#interfaces())) {
      if (did === null) onOwnName(address, SOURCE);
      else onFound(did, address, SOURCE);
    }
  }
}
