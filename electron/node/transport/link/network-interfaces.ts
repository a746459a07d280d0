import { networkInterfaces } from 'node:os';
import { ipBits, isLinkLocal6 } from '#shared/protocol/address/ip-address.ts';

/** An address of this machine on a network that others may be on. */
export interface LanInterface {
  readonly name: string;
  readonly address: string;
  readonly netmask: string;
  /** Of a link-local IPv6 address: by what this machine tells the interface from others. */
  readonly zone?: string;
}

/** Its IPv4 addresses. */
export function lanInterfaces(): LanInterface[] {
  return outerAddresses('IPv4').map(({ name, address, netmask }) => ({ name, address, netmask }));
}

/** Its link-local IPv6 addresses, one for each interface: who has IPv6 on an interface has one there. */
export function linkLocalInterfaces(): LanInterface[] {
  const seen = new Set<string>();
  return outerAddresses('IPv6').flatMap(({ name, address, netmask, scopeid }) => {
    if (!isLinkLocal6(address) || seen.has(name)) return [];
    seen.add(name);
    // Windows knows its interfaces by number, see RFC 4007 §11.2.
    const zone = process.platform === 'win32' ? String(scopeid) : name;
    return [{ name, address, netmask, zone }];
  });
}

/** Networks whose addresses are reached without a router, but for the link-local ones, which name no network. */
export function ownNetworks(): LanInterface[] {
  const global = outerAddresses('IPv6').filter(({ address }) => !isLinkLocal6(address));
  return [...lanInterfaces(), ...global.map(({ name, address, netmask }) => ({ name, address, netmask }))];
}

export function sameInterface(one: LanInterface, other: LanInterface): boolean {
  return (
    one.name === other.name &&
    one.address === other.address &&
    one.netmask === other.netmask &&
    one.zone === other.zone
  );
}

/** Whether an address, with the zone on which it was met if it is link-local, is on the network of an interface. */
export function isOnNetworkOf({ address, netmask, zone }: LanInterface, other: string): boolean {
  const [bare = '', at] = other.split('%');
  if (zone !== at) return false;
  const [own, mask, its] = [address, netmask, bare].map(ipBits);
  if (!own || !mask || !its || own.length !== its.length) return false;
  return ((own.bits ^ its.bits) & mask.bits) === 0n;
}

function outerAddresses<F extends 'IPv4' | 'IPv6'>(family: F) {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter((one) => one.family === family && !one.internal)
      .map(({ address, netmask, scopeid }) => ({ name, address, netmask, scopeid })),
  );
}
