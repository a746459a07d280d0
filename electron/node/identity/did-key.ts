import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { isStrictPublicKey } from '#shared/protocol/signature-guard.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { decodeMultikey, encodeMultikey } from '../crypto/multikey.ts';
import { x25519PublicKeyFromEd25519 } from '../crypto/x25519.ts';

const PREFIX = 'did:key:';

/** `did:key:z6Mk...` of a 32-byte Ed25519 public key (W3C CCG did:key). */
export function didFromPublicKey(publicKey: Uint8Array): string {
  return PREFIX + encodeMultikey('ed25519', publicKey);
}

/**
 * The 32-byte Ed25519 public key in a did:key. Throws `malformed` if it is not a did:key or its key one under
 * which no signature can count, `unsupported` if it is a did:key of another kind of key.
 */
export function publicKeyFromDid(did: string): Uint8Array {
  if (!did.startsWith(PREFIX)) {
    const isWebvh = did.startsWith('did:webvh:');
    throw new GhostStackError(
      'malformed',
      says(isWebvh ? 'error.identity.notDidKeyButWebvh' : 'error.identity.notDidKey'),
    );
  }
  const { kind, publicKey } = decodeMultikey(did.slice(PREFIX.length));
  if (kind !== 'ed25519') {
    throw new GhostStackError('unsupported', says('error.identity.didKeyCannotSign'));
  }
  if (!isStrictPublicKey(publicKey)) {
    throw new GhostStackError('malformed', says('error.identity.didKeyWeak'));
  }
  return publicKey;
}

/** The X25519 key derived from the DID's Ed25519 key: 32 bytes. Throws as `publicKeyFromDid`. */
export function sealingPublicKeyFromDid(did: string): Uint8Array {
  return x25519PublicKeyFromEd25519(publicKeyFromDid(did));
}

export interface VerificationMethod {
  readonly id: string;
  readonly type: 'Multikey';
  readonly controller: string;
  readonly publicKeyMultibase: string;
}

/** A W3C DID document (DID Core) with Multikey verification methods. */
export interface DidDocument {
  readonly '@context': readonly string[];
  readonly id: string;
  readonly verificationMethod: readonly VerificationMethod[];
  readonly authentication: readonly string[];
  readonly assertionMethod: readonly string[];
  readonly capabilityDelegation: readonly string[];
  readonly capabilityInvocation: readonly string[];
  readonly keyAgreement: readonly string[];
}

/** The document that a did:key stands for: one key that signs, and the one derived from it that seals. */
export function didDocument(did: string): DidDocument {
  const signing = verificationMethod(did, encodeMultikey('ed25519', publicKeyFromDid(did)));
  const sealing = verificationMethod(did, encodeMultikey('x25519', sealingPublicKeyFromDid(did)));
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [signing, sealing],
    authentication: [signing.id],
    assertionMethod: [signing.id],
    capabilityDelegation: [signing.id],
    capabilityInvocation: [signing.id],
    keyAgreement: [sealing.id],
  };
}

function verificationMethod(did: string, multikey: string): VerificationMethod {
  return { id: `${did}#${multikey}`, type: 'Multikey', controller: did, publicKeyMultibase: multikey };
}

/** The first 80 bits of SHA-256(DID) as five groups of four digits: for two people to read to each other. */
export function fingerprint(did: string): string {
  return sha256Hex(did).slice(0, 20).match(/.{4}/g)?.join(' ') ?? '';
}
