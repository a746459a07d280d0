import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { isLinkLocal6 } from '#shared/protocol/address/ip-address.ts';
import { readAddress } from '#shared/protocol/address/typed-address.ts';
import { type LanInterface, linkLocalInterfaces } from './network-interfaces.ts';
import { isInside } from './reachable-addresses.ts';

/** Each has its time: an interface on which nobody has the address keeps the others waiting. */
const ZONES_MAX = 2;

/**
 * Where libp2p dials for addresses as they are stored. A link-local address without a zone, as an invitation or an
 * inbound connection has it, is tried on this machine's own interfaces.
 */
export function dialTargets(
  addresses: readonly string[],
  peerId: { toString(): string },
  interfaces: () => readonly LanInterface[] = linkLocalInterfaces,
): Multiaddr[] {
  return addresses.flatMap((address) =>
    zonedForms(address, interfaces).map((target) => multiaddr(`${target}/p2p/${peerId}`)),
  );
}

function zonedForms(address: string, interfaces: () => readonly LanInterface[]): string[] {
  const read = readAddress(address);
  if ('wrong' in read || read.address.zone !== null || !isLinkLocal6(read.address.host)) return [address];
  const own = interfaces().filter(({ zone }) => zone !== undefined);
  const likely = own.toSorted((a, b) => Number(isInside(a.name)) - Number(isInside(b.name)));
  const zoned = likely.slice(0, ZONES_MAX).map(({ zone }) => `/ip6zone/${zone}${address}`);
  return zoned.length > 0 ? zoned : [address];
}
