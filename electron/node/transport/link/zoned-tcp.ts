import { Server, type Socket } from 'node:net';
import type { Connection, CreateListenerOptions, Listener, Transport } from '@libp2p/interface';
import { type TCPComponents, type TCPDialEvents, type TCPOptions, tcp } from '@libp2p/tcp';
import type { Multiaddr } from '@multiformats/multiaddr';

type TcpTransport = Transport<TCPDialEvents>;

/**
 * libp2p's TCP with the zones of link-local IPv6 addresses: alone it drops the zone of what it dials, which then cannot
 * be reached, and cuts off whoever connects from one, since it finds no form for that address (@libp2p/utils
 * `getNetConfig`, `ipPortToMultiaddr`).
 */
export function zonedTcp(options: TCPOptions): (components: TCPComponents) => TcpTransport {
  const make = tcp(options);
  return (components) => {
    const transport = make(components) as TcpTransport;
    const dial = transport.dial.bind(transport);
    const createListener = transport.createListener.bind(transport);
    return Object.assign(transport, {
      dial: (address: Multiaddr, dialled: Parameters<TcpTransport['dial']>[1]): Promise<Connection> =>
        dial(address, { ...dialled, ...zonedHost(address) }),
      createListener: (listened: CreateListenerOptions): Listener => withoutZones(createListener(listened)),
    });
  };
}

/** What the socket is told instead of the address alone. */
function zonedHost(address: Multiaddr): { readonly host?: string } {
  const [zone, ip] = address.getComponents();
  if (zone?.name !== 'ip6zone' || ip?.name !== 'ip6') return {};
  return { host: `${ip.value}%${zone.value}` };
}

/** The zone of whoever connects says nothing about it, so it is left out before the listener reads the address. */
function withoutZones(listener: Listener): Listener {
  const { server } = listener as Listener & { readonly server?: unknown };
  if (!(server instanceof Server)) throw new Error('The TCP transport listens in another way than it did.');
  server.prependListener('connection', (socket: Socket) => {
    const [bare, zone] = socket.remoteAddress?.split('%') ?? [];
    if (zone !== undefined) Object.defineProperty(socket, 'remoteAddress', { value: bare });
  });
  return listener;
}
