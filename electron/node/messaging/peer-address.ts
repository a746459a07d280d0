import { GhostStackError } from '#shared/contract/errors.ts';
import { addressText, multiaddrText, readAddress } from '#shared/protocol/address/typed-address.ts';

/**
 * Reads an address as people write it, see readAddress. Returns the multiaddr without its `/p2p` part, since the DID
 * says who must answer there. Throws `invalid-argument`, naming what is wrong.
 */
export function parsePeerAddress(text: string): string {
  const read = readAddress(text);
  if ('wrong' in read) throw new GhostStackError('invalid-argument', read.wrong);
  return multiaddrText(read.address);
}

/** Whether a text from elsewhere is an address as `parsePeerAddress` gives it. */
export function isPeerAddress(text: string): boolean {
  const read = readAddress(text);
  return 'address' in read && multiaddrText(read.address) === text;
}

/** `192.168.1.23:4001` of a multiaddr, for sentences; what is none as it stands (a port of 0, where a node listens). */
export function addressInWords(multiaddr: string): string {
  const read = readAddress(multiaddr);
  if ('address' in read) return addressText(read.address);
  const [, kind, host, , port] = multiaddr.split('/');
  return kind === 'ip6' ? `[${host}]:${port}` : `${host}:${port}`;
}
