import { isIP } from 'node:net';
import { isLinkLocal6 } from '#shared/protocol/address/ip-address.ts';
import { isPeerAddress } from '../../messaging/peer-address.ts';
import { isOnNetworkOf, type LanInterface, ownNetworks } from './network-interfaces.ts';

/**
 * Of the addresses that a member tells of others, those that this node may be made to dial: of a network that it is on
 * itself, and the loopback interface's if the teller is there too. Never a name, never a place beyond a router, and no
 * link-local IPv6 address, which means something else on each link.
 */
export function believableAddresses(
  addresses: readonly string[],
  teller: string | null,
  interfaces: readonly LanInterface[] = ownNetworks(),
): string[] {
  return addresses.filter((address) => {
    const host = isPeerAddress(address) ? hostOf(address) : null;
    if (host === null || isLinkLocal6(host)) return false;
    if (isLoopback(host)) return teller !== null && isLoopback(teller);
    return interfaces.some((at) => isOnNetworkOf(at, host));
  });
}

/** The IP of a multiaddr, or null if it has none. */
export function hostOf(address: string): string | null {
  const [, kind, host] = address.replace(/^\/ip6zone\/[^/]+/, '').split('/');
  return (kind === 'ip4' || kind === 'ip6') && host !== undefined && isIP(host) > 0 ? host : null;
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1';
}
