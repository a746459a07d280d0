import { networkInterfaces } from 'node:os';

/** An IPv4 address of this machine on a network that others may be on. */
export interface LanInterface {
  readonly name: string;
  readonly address: string;
  readonly netmask: string;
}

export function lanInterfaces(): LanInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address, netmask }) => ({ name, address, netmask })),
  );
}

export function sameInterface(one: LanInterface, other: LanInterface): boolean {
  return one.name === other.name && one.address === other.address && one.netmask === other.netmask;
}

/** Whether an IPv4 address is on the network of an interface. */
export function isOnNetworkOf({ address, netmask }: LanInterface, other: string): boolean {
  const mask = toNumber(netmask);
  return ((toNumber(address) & mask) ^ (toNumber(other) & mask)) === 0;
}

function toNumber(ip4: string): number {
  return ip4.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0);
}
