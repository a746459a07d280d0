import type { Libp2p, PeerId } from '@libp2p/interface';
import type { Discovery, DiscoveryEvents, DiscoveryKind } from '../discovery/discovery.ts';
import { Libp2pDiscovery } from '../discovery/libp2p-discovery.ts';
import { MdnsDiscovery } from '../discovery/mdns-discovery.ts';
import type { CellLink } from './cell-link.ts';
import type { CellNetworkOptions } from './cell-network.ts';
import { portAt } from './listen-addresses.ts';
import { peerOf } from './peer-key.ts';

type CellDiscoveriesOptions = Pick<
  CellNetworkOptions,
  'directory' | 'isConnected' | 'onFound' | 'onOwnName' | 'onNetworkChange' | 'observe' | 'clock' | 'random'
>;

/** The ways in which members of a cell are looked for on the network. */
export class CellDiscoveries {
  readonly #options: CellDiscoveriesOptions;
  readonly #links: () => readonly CellLink[];
  readonly #discoveries = new Map<DiscoveryKind, Discovery>();

  /** @param links of all cells that are held: members of each are looked for, and answered */
  constructor(options: CellDiscoveriesOptions, links: () => readonly CellLink[]) {
    this.#options = options;
    this.#links = links;
  }

  /** Those of a kind that was not asked for before begin, others end. */
  async use(host: Libp2p, listen: readonly string[], kinds: readonly DiscoveryKind[]): Promise<void> {
    const ended = [...this.#discoveries].filter(([kind]) => !kinds.includes(kind));
    for (const [kind] of ended) this.#discoveries.delete(kind);
    for (const kind of kinds) {
      if (this.#discoveries.has(kind)) continue;
      const discovery = kind === 'own' ? this.#ownDiscovery(host, listen) : this.#libp2pDiscovery(host);
      this.#discoveries.set(kind, discovery);
      discovery.start();
    }
    await Promise.all(ended.map(([, discovery]) => discovery.stop()));
  }

  #ownDiscovery(host: Libp2p, listen: readonly string[]): Discovery {
    const { directory, isConnected, onNetworkChange, clock, random } = this.#options;
    const members = () => directory.peers().map(({ did }) => did);
    return new MdnsDiscovery({
      ...this.#discovered(),
      secretsWith: (did, day) => this.#links().flatMap((link) => link.discoverySecret(did, day) ?? []),
      cells: () => this.#links().map(({ log }) => log.cell),
      selfDid: directory.self.did,
      memberDids: members,
      portAt: (address) => portAt(listen, host, address),
      isLacking: () => members().some((did) => !isConnected(did)),
      onNetworkChange,
      clock,
      random,
    });
  }

  #libp2pDiscovery(host: Libp2p): Discovery {
    const { directory } = this.#options;
    const memberOf = (peerId: PeerId) => peerOf(directory, peerId)?.did ?? null;
    return new Libp2pDiscovery({ ...this.#discovered(), host, memberOf });
  }

  #discovered(): DiscoveryEvents {
    const { isConnected, onFound, onOwnName, observe } = this.#options;
    return {
      onFound: (did, address, source) => {
        if (isConnected(did)) return;
        observe({ type: 'found', did, address });
        onFound(source, did, address);
      },
      onOwnName: (address, source) => onOwnName(source, address),
    };
  }

  async stop(): Promise<void> {
    const discoveries = [...this.#discoveries.values()];
    this.#discoveries.clear();
    await Promise.all(discoveries.map((discovery) => discovery.stop()));
  }
}
