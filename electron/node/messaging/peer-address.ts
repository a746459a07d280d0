import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

const HOSTS: ReadonlySet<string> = new Set(['ip4', 'ip6', 'dns', 'dns4', 'dns6']);

/**
 * Reads an address as people write it: `192.168.1.23:4001`, `[fe80::1]:4001`, `host.lan:4001`, or a multiaddr
 * (`/ip4/192.168.1.23/tcp/4001`, with or without `/p2p/...`). Returns the multiaddr without its `/p2p` part, since
 * the DID says who must answer there. Throws `invalid-argument`.
 */
export function parsePeerAddress(text: string): string {
  const trimmed = text.trim();
  let address: Multiaddr;
  try {
    address = multiaddr(trimmed.startsWith('/') ? trimmed : fromHostAndPort(trimmed));
  } catch (cause) {
    throw wrongAddress(trimmed, cause);
  }
  const [host, tcp, ...rest] = address.getComponents();
  const port = Number(tcp?.value);
  const plain = rest.length === 0 || (rest.length === 1 && rest[0]?.name === 'p2p');
  if (host === undefined || !HOSTS.has(host.name) || tcp?.name !== 'tcp' || !(port > 0) || !plain) {
    throw wrongAddress(trimmed);
  }
  return `/${host.name}/${host.value}/tcp/${port}`;
}

/** Whether a text from elsewhere is an address as `parsePeerAddress` gives it. */
export function isPeerAddress(text: string): boolean {
  try {
    return parsePeerAddress(text) === text;
  } catch {
    return false;
  }
}

/** `192.168.1.23:4001` of a multiaddr, for sentences. */
export function addressInWords(address: string): string {
  const [, kind, host, , port] = address.split('/');
  return kind === 'ip6' ? `[${host}]:${port}` : `${host}:${port}`;
}

function fromHostAndPort(text: string): string {
  const match = /^(?:\[([0-9a-fA-F:.%]+)\]|([^\s:/]+)):(\d{1,5})$/.exec(text);
  if (match === null) throw wrongAddress(text);
  const [, ip6, host = '', port] = match;
  if (ip6 !== undefined) return `/ip6/${ip6}/tcp/${port}`;
  return /^\d+(\.\d+){3}$/.test(host) ? `/ip4/${host}/tcp/${port}` : `/dns/${host}/tcp/${port}`;
}

function wrongAddress(text: string, cause?: unknown): GhostStackError {
  return new GhostStackError(
    'invalid-argument',
    says('error.messaging.notAddress', { text: text.slice(0, 80) }),
    { cause },
  );
}
