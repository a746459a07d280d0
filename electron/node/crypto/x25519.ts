import { createHash, createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { etc, Point } from '@noble/ed25519';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { isStrictPublicKey } from '#shared/protocol/signature-guard.ts';

/** A key pair for sealing: raw X25519 keys (RFC 7748) of 32 bytes each. */
export interface SealingKeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

/** A PKCS #8 header (RFC 8410) before the 32 bytes of an X25519 private key. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
/** The header of a public one. */
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * The X25519 key that did:key derives from an Ed25519 key: u = (1 + y) / (1 - y) mod p (RFC 7748 §4.1).
 * Throws `malformed` if the bytes are not a point on the curve that the signature rule takes as a key.
 */
export function x25519PublicKeyFromEd25519(publicKey: Uint8Array): Uint8Array {
  if (!isStrictPublicKey(publicKey)) throw notAKey();
  let y: bigint;
  try {
    y = Point.fromBytes(publicKey).toAffine().y;
  } catch (cause) {
    throw notAKey(cause);
  }
  const u = etc.mod((1n + y) * etc.invert(etc.mod(1n - y), Point.CURVE().p));
  return etc.hexToBytes(u.toString(16).padStart(64, '0')).reverse();
}

/** The private half of the same: the clamped scalar of RFC 8032 §5.1.5, from the 32-byte seed. */
export function x25519PrivateKeyFromSeed(seed: Uint8Array): Uint8Array {
  const scalar = new Uint8Array(createHash('sha512').update(seed).digest().subarray(0, 32));
  scalar[0] = (scalar[0] ?? 0) & 0xf8;
  scalar[31] = ((scalar[31] ?? 0) & 0x7f) | 0x40;
  return scalar;
}

export function x25519PublicKey(privateKey: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKeyObject(privateKey)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(spki.subarray(-32));
}

/** What two keys have in common (RFC 7748 §6.1). Throws `malformed` if that is zero: a key of small order. */
export function x25519SharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  let secret: Uint8Array;
  try {
    const theirs = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, publicKey]),
      format: 'der',
      type: 'spki',
    });
    secret = new Uint8Array(diffieHellman({ privateKey: privateKeyObject(privateKey), publicKey: theirs }));
  } catch (cause) {
    throw notASealingKey(cause);
  }
  // Not every runtime refuses it by itself.
  if (secret.every((byte) => byte === 0)) throw notASealingKey();
  return secret;
}

function privateKeyObject(privateKey: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, privateKey]), format: 'der', type: 'pkcs8' });
}

function notASealingKey(cause?: unknown): GhostStackError {
  return new GhostStackError('malformed', says('error.crypto.notX25519'), {
    cause,
  });
}

function notAKey(cause?: unknown): GhostStackError {
  return new GhostStackError('malformed', says('error.crypto.notEd25519'), { cause });
}
