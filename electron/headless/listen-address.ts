import { isIP } from 'node:net';
import { LISTEN_EVERYWHERE } from '#shared/protocol/address/listen-everywhere.ts';
import { says } from '#shared/protocol/saying.ts';
import { UsageError } from './usage-error.ts';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/**
 * `127.0.0.1`, `127.0.0.1:0`, `::1`, `[::1]` or `[::1]:4711`. A port of 0, or none, lets the system choose, the same one
 * as the last time if it can.
 */
export function parseHostPort(text: string, option: string): HostPort {
  if (isIP(text) === 6) return { host: text, port: 0 };
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([0-9.]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3] ?? 0);
  if (!match || isIP(host) === 0 || port > 65_535) {
    throw new UsageError(says('error.headless.addressNotUnderstood', { option, text }));
  }
  return { host, port };
}

/** Where a node listens; everywhere, over IPv4 and IPv6, if it is not told. */
export function listenMultiaddrs(text: string | undefined): readonly string[] {
  if (text === undefined) return LISTEN_EVERYWHERE;
  const { host, port } = parseHostPort(text, '--listen');
  return [`/${isIP(host) === 6 ? 'ip6' : 'ip4'}/${host}/tcp/${port}`];
}
