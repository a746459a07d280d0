import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLinkLocal6 } from '#shared/protocol/address/ip-address.ts';

/** An address of this machine, as the operating system tells of it. */
export interface OwnAddress {
  /** Of the interface. */
  readonly name: string;
  readonly address: string;
  readonly internal: boolean;
}

export function ownAddresses(): OwnAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address, internal }) => ({ name, address, internal })),
  );
}

/** Bridges and their ports: what runs in this machine is behind them, and no other computer. */
const INSIDE = /^(docker|br-|virbr|veth|vnet|vmnet|vboxnet|lxc|lxdbr|podman|cni|flannel|cali|vEthernet)/i;
/** Others reach these only through the same tunnel. */
const TUNNELS = /^(tun|tap|wg|utun|ppp|zt|tailscale|ipsec)/i;
const ANY = /^\/(ip4\/0\.0\.0\.0|ip6\/::)\/tcp\/(\d+)$/;

/**
 * Where a node that listens there can be reached: of every interface, link-local IPv4 too, which is all that a cable or
 * a switch without DHCP has and libp2p leaves out. Those that most computers can reach come first; link-local IPv6
 * comes only if there is nothing else, and the loopback interface last. Multiaddrs without PeerId.
 */
export function reachableAddresses(
  listening: readonly string[],
  own: readonly OwnAddress[] = ownAddresses(),
): string[] {
  const ranked = listening.flatMap((address): { rank: number; text: string }[] => {
    const [, host, port] = ANY.exec(address) ?? [];
    if (host === undefined) {
      const ip = address.split('/')[2] ?? '';
      const at = own.find((one) => one.address === ip);
      return [{ rank: rankOf(at ?? { name: '', address: ip, internal: isLoopback(ip) }), text: address }];
    }
    const family = host.slice(0, 3);
    return own
      .filter(({ address: ip }) => isIPv6(ip) === (family === 'ip6'))
      .map((one) => ({ rank: rankOf(one), text: `/${family}/${one.address}/tcp/${port}` }));
  });
  const sorted = ranked.toSorted((a, b) => a.rank - b.rank);
  const outside = sorted.filter(({ rank }) => rank < LINK_LOCAL_6);
  const onLink = sorted.filter(({ rank }) => rank === LINK_LOCAL_6);
  const first = [outside, onLink, sorted].find(({ length }) => length > 0) ?? [];
  return [...new Set(first.map(({ text }) => text))];
}

/** Whether an interface leads to what runs in this machine. */
export function isInside(name: string): boolean {
  return INSIDE.test(name);
}

/** Whether no other computer can reach any of these. */
export function isOnlyHere(addresses: readonly string[]): boolean {
  return addresses.every((address) => isLoopback(address.split('/')[2] ?? ''));
}

/** Whoever has nothing else can be reached there, on the same link. */
const LINK_LOCAL_6 = 4;
const LOOPBACK = 5;

function rankOf({ name, address, internal }: OwnAddress): number {
  if (internal || isLoopback(address)) return LOOPBACK;
  if (isLinkLocal6(address)) return isInside(name) ? LOOPBACK : LINK_LOCAL_6;
  if (isInside(name)) return 3;
  if (TUNNELS.test(name)) return 2;
  return /^169\.254\./.test(address) ? 1 : 0;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
