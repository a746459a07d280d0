import type { Libp2p } from '@libp2p/interface';

const P2P_CODE = 421;
const WILDCARD = '/ip4/0.0.0.0/tcp/';

/** The address to listen on with the port that it came to, chosen by the system or instead of one in use: peers remember it. */
export function withChosenPorts(listen: readonly string[], host: Libp2p): readonly string[] {
  const [only] = listen;
  const chosen = /\/tcp\/(\d+)/.exec(plainAddresses(host)[0] ?? '')?.[1];
  if (listen.length !== 1 || only === undefined || chosen === undefined) return listen;
  return [only.replace(/\/tcp\/\d+(?=\/|$)/, `/tcp/${chosen}`)];
}

export function portsOf(host: Libp2p | null): number[] {
  const ports = (host === null ? [] : plainAddresses(host)).map((address) => portOf(address));
  return [...new Set(ports)].filter((port) => port > 0);
}

/** The port at which a node that listens so is reached at an IPv4 address of its own, or null. */
export function portAt(listen: readonly string[], host: Libp2p, address: string): number | null {
  const exact = plainAddresses(host).find((other) => other.startsWith(`/ip4/${address}/tcp/`));
  // An address that came up later is not in the list yet, and a socket on all addresses hears it all the same.
  const found = exact ?? listen.find((other) => other.startsWith(WILDCARD));
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
