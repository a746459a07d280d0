import { type Libp2p, type PeerDiscovery, type PeerId, type PeerInfo, start, stop } from '@libp2p/interface';
import { type MulticastDNSComponents, mdns } from '@libp2p/mdns';
import type { Discovery, DiscoveryEvents } from './discovery.ts';
import { type LanInterface, lanInterfaces } from './network-interfaces.ts';
import { believableAddresses } from './told-addresses.ts';

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

/**
 * libp2p's own discovery by multicast DNS. It shows PeerId and addresses to everyone on the network, finds nobody where
 * there is no default route, and does not notice when networks change: off unless the operator asks for it.
 */
export class Libp2pDiscovery implements Discovery {
  readonly #options: Libp2pDiscoveryOptions;
  #running: PeerDiscovery | null = null;

  constructor(options: Libp2pDiscoveryOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#running !== null) return;
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

  async stop(): Promise<void> {
    const discovery = this.#running;
    this.#running = null;
    if (discovery !== null) await stop(discovery);
  }

  #heard({ id, multiaddrs }: PeerInfo): void {
    if (this.#running === null) return;
    const { host, memberOf, onFound, onOwnName, interfaces = lanInterfaces } = this.#options;
    const isOwn = id.equals(host.peerId);
    const did = isOwn ? null : memberOf(id);
    if (!isOwn && did === null) return;
    const told = multiaddrs.map(String).filter((address) => address.length <= 128);
    for (const address of believableAddresses(told, null, interfaces())) {
      if (did === null) onOwnName(address, SOURCE);
      else onFound(did, address, SOURCE);
    }
  }
}
