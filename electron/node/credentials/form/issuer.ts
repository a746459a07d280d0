import { encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';

/** Who signs: a did:webvh of a member, or a did:key, with the key that its document names. */
export interface Issuer {
  readonly did: string;
  readonly key: Pick<SigningKey, 'publicKey' | 'sign'>;
}

/** `DID#Multikey`: the verification method, and `kid`. */
export function methodOf({ did, key }: Issuer): string {
  return `${did}#${encodeMultikey('ed25519', key.publicKey)}`;
}

/** The Multikey of a method of this DID; null for a method of anybody else. */
export function multikeyOfMethod(method: string, did: string): string | null {
  return method.startsWith(`${did}#z`) ? method.slice(did.length + 1) : null;
}

export function isDidKey(did: string): boolean {
  return did.startsWith('did:key:');
}
