import { createSocket, type Socket } from 'node:dgram';
import multicastDns, { type MulticastDNS } from 'multicast-dns';
import type { LanInterface } from '../link/network-interfaces.ts';

/** Groups of multicast DNS (RFC 6762 §3). */
export const GROUPS = { ip4: '224.0.0.251', ip6: 'ff02::fb' } as const;

/** By what a socket is told the interface: its IPv4 address, or the zone of IPv6. */
export function membershipOf({ address, zone }: LanInterface): string {
  return zone === undefined ? address : `::%${zone}`;
}

/** Tells addresses of this machine apart: a link-local one may stand on several interfaces. */
export function interfaceKey({ address, zone }: LanInterface): string {
  return zone === undefined ? address : `${address}%${zone}`;
}

export function groupOf({ zone }: LanInterface): string {
  return zone === undefined ? GROUPS.ip4 : GROUPS.ip6;
}

export function multicastSocket(at: LanInterface): Socket {
  return at.zone === undefined
    ? createSocket({ type: 'udp4', reuseAddr: true })
    : createSocket({ type: 'udp6', reuseAddr: true, ipv6Only: true });
}

/** Speaks multicast DNS on one interface, at its port; every socket hears what arrives on any interface. */
export function openMulticast(at: LanInterface): MulticastDNS {
  return multicastDns({
    interface: membershipOf(at),
    ip: groupOf(at),
    type: at.zone === undefined ? 'udp4' : 'udp6',
    bind: at.zone === undefined ? '0.0.0.0' : '::',
    socket: multicastSocket(at),
    reuseAddr: true,
  });
}
