import type { Libp2p } from '@libp2p/interface';
import { isIp4 } from '#shared/protocol/address/ip-address.ts';

const P2P_CODE = 421;
const WILDCARDS = { ip4: '/ip4/0.0.0.0/tcp/', ip6: '/ip6/::/tcp/' } as const;

/** The addresses to listen on with the port that they came to, chosen by the system or instead of one in use: peers remember it. */
export function withChosenPorts(listen: readonly string[], host: Libp2p): readonly string[] {
  const chosen = portsOf(host);
  if (chosen.length !== 1) return listen;
  return listen.map((address) => address.replace(/\/tcp\/\d+(?=\/|$)/, `/tcp/${chosen[0]}`));
}

/** Where a node listens, as it was asked to, with the ports that were chosen. */
export function listeningAt(listen: readonly string[], addresses: readonly string[]): readonly string[] {
  const isChosen = listen.every((address) => !address.endsWith('/tcp/0'));
  return isChosen ? listen : addresses.map((address) => address.replace(/\/p2p\/.*$/, ''));
}

export function portsOf(host: Libp2p | null): number[] {
  const ports = (host === null ? [] : plainAddresses(host)).map((address) => portOf(address));
  return [...new Set(ports)].filter((port) => port > 0);
}

/** The port at which a node that listens so is reached at an address of its own, or null. */
export function portAt(listen: readonly string[], host: Libp2p, address: string): number | null {
  const family = isIp4(address) ? 'ip4' : 'ip6';
  const exact = plainAddresses(host).find((other) => other.startsWith(`/${family}/${address}/tcp/`));
  // An address that came up later is not in the list yet, and a socket on all addresses hears it all the same.
  const found = exact ?? listen.find((other) => other.startsWith(WILDCARDS[family]));
  const port = found === undefined ? 0 : portOf(found);
  return port > 0 ? port : null;
}

export function isLoopbackOnly(listen: readonly string[]): boolean {
  return listen.every((address) => /^\/(ip4\/127\.|ip6\/::1\/)/.test(address));
}

function plainAddresses(host: Libp2p): string[] {
  return host.getMultiaddrs().map((address) => String(address.decapsulateCode(P2P_CODE)));
}

function portOf(address: string): number {
  return Number(/\/tcp\/(\d+)/.exec(address)?.[1] ?? 0);
}
