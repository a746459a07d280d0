import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { DEFAULT_PORT } from '#shared/protocol/address/typed-address.ts';

/** `none`: this machine has no IPv6; `off`: it was not asked for. */
export type Ip6Listening = 'listens' | 'off' | 'none';

const FAMILY = /^\/(ip4|ip6)\/([^/]+)\/tcp\/(\d+)$/;
const TRIES = 8;

/**
 * Of addresses to listen on those that this machine has a family for, with one port for all of them, as peers remember
 * it: the one that they name, else the usual one, else one that is free. IPv6 is left out where there is none, unless
 * there is nothing else: that it cannot be listened on is said then.
 */
export async function listenable(listen: readonly string[]): Promise<readonly string[]> {
  const hasIp6 = listen.length < 2 || (machineHasIp6() && (await canListen('::', 0)) !== null);
  const kept = listen.filter((address) => hasIp6 || !address.startsWith('/ip6/'));
  if (kept.length !== listen.length || kept.length < 2) return kept.length > 0 ? kept : listen;
  if (!kept.every((address) => address.endsWith('/tcp/0'))) return kept;
  const port = await freePort(kept);
  return port === null ? kept : kept.map((address) => address.replace(/\/tcp\/0$/, `/tcp/${port}`));
}

export function ip6Listening(asked: readonly string[], listening: readonly string[]): Ip6Listening {
  if (listening.some((address) => address.startsWith('/ip6/'))) return 'listens';
  return asked.some((address) => address.startsWith('/ip6/')) ? 'none' : 'off';
}

/** Linux lets a socket listen at `::` though IPv6 is switched off; then not even the loopback interface has an address. */
function machineHasIp6(): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'));
}

async function freePort(listen: readonly string[]): Promise<number | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    let port: number | null = tries === 0 ? DEFAULT_PORT : 0;
    for (const address of listen) {
      const host = FAMILY.exec(address)?.[2];
      port = host === undefined || port === null ? null : await canListen(host, port);
    }
    if (port !== null) return port;
  }
  return null;
}

/** The port at which a host could be listened on, or null. */
function canListen(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host, port, ipv6Only: host.includes(':'), exclusive: true }, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : null));
    });
  });
}
