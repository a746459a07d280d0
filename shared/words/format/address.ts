import { visibleLine } from './peer-text.ts';

/** The host of a multiaddr such as `/ip4/192.168.1.23/tcp/4001`, for people; what is no multiaddr stays as it is. */
export function hostOfAddress(address: string): string {
  const parts = address.replace(/^\/ip6zone\/[^/]+/, '').split('/');
  const host = parts[0] === '' && /^(ip4|ip6|dns|dns4|dns6)$/.test(parts[1] ?? '') ? parts[2] : undefined;
  return visibleLine(host ? host : address);
}
