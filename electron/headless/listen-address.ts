import { isIP } from 'node:net';
import { UsageError } from './usage-error.ts';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:0` or `[::1]:4711`; a port of 0 lets the system choose. */
export function parseHostPort(text: string, option: string): HostPort {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3]);
  if (!match || isIP(host) === 0 || port > 65_535) {
    throw new UsageError(`${option} ${text} is not understood. Write it like 127.0.0.1:0.`);
  }
  return { host, port };
}

export function listenMultiaddr(text: string): string {
  const { host, port } = parseHostPort(text, '--listen');
  return `/${isIP(host) === 6 ? 'ip6' : 'ip4'}/${host}/tcp/${port}`;
}
