import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import type { HostOptions } from '../../../electron/node/transport/link/create-host.ts';
import { ether } from './ether.ts';

type Handler = (stream: Stream, connection: Connection) => Promise<void>;

/** As much of a libp2p host as the product uses. Who it can dial is decided by the ether. */
export class MemoryHost extends EventTarget {
  readonly peerId: PeerId;
  /** Without its PeerId. */
  readonly address: string;
  readonly #gate: HostOptions['gate'];
  readonly #handlers = new Map<string, Handler>();

  constructor({ privateKey, listen, gate }: HostOptions) {
    super();
    this.peerId = peerIdFromPrivateKey(privateKey);
    this.address = listen[0] ?? '/ip4/127.0.0.1/tcp/1';
    this.#gate = gate;
  }

  async handle(protocol: string, handler: Handler): Promise<void> {
    this.#handlers.set(protocol, handler);
  }

  handlerOf(protocol: string): Handler | null {
    return this.#handlers.get(protocol) ?? null;
  }

  getMultiaddrs() {
    return [multiaddr(`${this.address}/p2p/${this.peerId}`)];
  }

  async dial(targets: ReturnType<typeof multiaddr>[]): Promise<Connection> {
    for (const target of targets) {
      const [address = '', peerId = ''] = String(target).split('/p2p/');
      const other = ether.hostAt(address);
      if (other === null || other.peerId.toString() !== peerId || !ether.isJoined(this, other)) continue;
      if (await this.#gate.denyDialPeer?.(other.peerId)) break;
      const wire = ether.connect(this, other);
      if (await other.#lets(this)) {
        const [ours, theirs] = wire.sides;
        other.dispatchEvent(new CustomEvent('connection:open', { detail: theirs }));
        return ours.real;
      }
      wire.cut(new Error('denied'));
    }
    throw new Error('Nobody is there.');
  }

  async stop(): Promise<void> {
    ether.leave(this);
  }

  async #lets(other: MemoryHost): Promise<boolean> {
    const from = { remoteAddr: multiaddr(other.address) } as never;
    return (await this.#gate.denyInboundEncryptedConnection?.(other.peerId, from)) !== true;
  }
}

/** In the place of the product's `createHost`. */
export async function createHost(options: HostOptions): Promise<Libp2p> {
  const host = new MemoryHost(options);
  ether.enter(host);
  return host as unknown as Libp2p;
}
