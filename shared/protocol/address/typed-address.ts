import { type Saying, says } from '../saying.ts';
import { canonicalIp6, isIp4, isIp6, isLinkLocal6 } from './ip-address.ts';

/** Tried where an address names no port; nodes that may choose theirs choose it if it is free. */
export const DEFAULT_PORT = 4001;

/** Where a node is dialled. */
export interface TypedAddress {
  readonly kind: 'ip4' | 'ip6' | 'dns' | 'dns4' | 'dns6';
  readonly host: string;
  /** The interface of this computer on which a link-local address is meant; null for any of them. */
  readonly zone: string | null;
  readonly port: number;
}

export type ReadAddress = { readonly address: TypedAddress } | { readonly wrong: Saying };

/** A line that is longer is none. */
const TEXT_MAX = 512;
const LABEL = /^[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?$/u;
const ZONE = /^[\p{L}\p{N}_.-]{1,32}$/u;

/**
 * Reads an address as people write it: `host`, `host:4001`, `1.2.3.4`, `1.2.3.4:4001`, `fe80::1%eth0`,
 * `[fe80::1%eth0]:4001`, or a multiaddr (`/ip4/1.2.3.4/tcp/4001`, with or without `/p2p/…`, whose PeerId is passed
 * over: the DID says who must answer). Names are not looked up.
 */
export function readAddress(typed: string): ReadAddress {
  const text = typed.trim();
  if (text === '') return { wrong: says('error.address.empty') };
  if (text.length > TEXT_MAX) return { wrong: says('error.address.tooLong') };
  if (/\s/.test(text)) return wrong('error.address.space', text);
  if (text.includes('://')) return wrong('error.address.url', text);
  if (text.startsWith('/')) return multiaddrOf(text);
  if (text.startsWith('[')) return bracketed(text);
  const colons = text.split(':').length - 1;
  // Two colons or more are IPv6 without brackets, in which a port has no place.
  if (colons > 1) return ip6(text, DEFAULT_PORT, text);
  const [host = '', port] = text.split(':');
  return hostAndPort(host, port, text);
}

/** The multiaddr of an address, which is how it is stored and dialled. */
export function multiaddrText({ kind, host, zone, port }: TypedAddress): string {
  return `${zone === null ? '' : `/ip6zone/${zone}`}/${kind}/${host}/tcp/${port}`;
}

/** `192.168.1.23:4001`, `[fe80::1%eth0]:4001`: for sentences. */
export function addressText({ kind, host, zone, port }: TypedAddress): string {
  return kind === 'ip6' ? `[${host}${zone === null ? '' : `%${zone}`}]:${port}` : `${host}:${port}`;
}

function bracketed(text: string): ReadAddress {
  const [, host = '', rest = ''] = /^\[([^\]]*)\](.*)$/.exec(text) ?? [];
  if (!text.includes(']')) return wrong('error.address.bracket', text);
  if (rest === '') return ip6(host, DEFAULT_PORT, text);
  if (!rest.startsWith(':')) return wrong('error.address.afterBracket', text);
  const port = portOf(rest.slice(1));
  return port === null ? wrong('error.address.port', text) : ip6(host, port, text);
}

function hostAndPort(host: string, typedPort: string | undefined, text: string): ReadAddress {
  const port = typedPort === undefined ? DEFAULT_PORT : portOf(typedPort);
  if (port === null) return wrong('error.address.port', text);
  if (host === '') return wrong('error.address.noHost', text);
  if (isIp4(host)) return { address: { kind: 'ip4', host, zone: null, port } };
  // Digits and dots alone are meant for IPv4; a resolver would make something of them.
  if (/^[\d.]+$/.test(host)) return wrong('error.address.ip4', text);
  return isName(host)
    ? { address: { kind: 'dns', host, zone: null, port } }
    : wrong('error.address.name', text);
}

function ip6(typed: string, port: number, text: string): ReadAddress {
  const [bare = '', zone, ...more] = typed.split('%');
  const host = canonicalIp6(bare);
  if (host === null || more.length > 0) return wrong('error.address.ip6', text);
  if (zone === undefined) return { address: { kind: 'ip6', host, zone: null, port } };
  if (!isLinkLocal6(host) || !ZONE.test(zone)) return wrong('error.address.zone', text);
  return { address: { kind: 'ip6', host, zone, port } };
}

function multiaddrOf(text: string): ReadAddress {
  const parts = text.slice(1).split('/');
  const zone = parts[0] === 'ip6zone' ? parts.splice(0, 2)[1] : undefined;
  const [kind = '', host = '', carrier, typedPort = '', ...rest] = parts;
  const isPlain = rest.length === 0 || (rest.length === 2 && rest[0] === 'p2p' && rest[1] !== '');
  if (carrier !== 'tcp' || !isPlain) return wrong('error.address.multiaddr', text);
  const port = portOf(typedPort);
  if (port === null) return wrong('error.address.port', text);
  if (kind === 'ip6') return ip6(zone === undefined ? host : `${host}%${zone}`, port, text);
  if (zone !== undefined) return wrong('error.address.zone', text);
  if (kind === 'ip4')
    return isIp4(host) ? { address: { kind, host, zone: null, port } } : wrong('error.address.ip4', text);
  if (kind !== 'dns' && kind !== 'dns4' && kind !== 'dns6') return wrong('error.address.multiaddr', text);
  return isName(host) ? { address: { kind, host, zone: null, port } } : wrong('error.address.name', text);
}

/** 1 to 65535. */
function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : null;
}

/** RFC 1123, underscores and letters of all scripts too; the resolver knows how those are asked for. */
function isName(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.');
  return host.length < 254 && labels.every((label) => label.length < 64 && LABEL.test(label)) && !isIp6(host);
}

type Wrong = 'space' | 'url' | 'bracket' | 'afterBracket' | 'port' | 'noHost' | 'ip4' | 'ip6' | 'zone';

function wrong(key: `error.address.${Wrong | 'multiaddr' | 'name'}`, text: string): ReadAddress {
  return { wrong: says(key, { text: text.slice(0, 80) }) };
}
