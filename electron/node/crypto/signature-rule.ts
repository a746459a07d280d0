import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { isStrictPublicKey, isStrictSignature } from '#shared/protocol/signature-guard.ts';

/*
 * The one rule by which an Ed25519 signature counts (docs/protocol.md, "Signature rule"). Everything on which runtimes
 * differ is decided in bytes, and only then does the runtime compute the group equation.
 */
/** An SPKI header (RFC 8410) before the 32 bytes of the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Importing a key costs about as much as a check does, and a cell has few keys. */
const CACHED_KEYS = 4096;
const keyObjects = new Map<string, KeyObject | null>();

/**
 * True if the signature (64 bytes) of the message is valid under the public key (32 bytes). Wrong lengths are
 * false; anything that is not bytes throws `invalid-argument`.
 */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  const key = keyToAsk(signature, message, publicKey);
  if (key === null) return false;
  try {
    // Cofactorless (RFC 8032 §5.1.7): SB - kA is encoded and compared with R byte by byte.
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}

/** The same verdict, computed on a thread of the runtime's own pool, beside others and beside this thread. */
export function verifySignatureAside(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): Promise<boolean> {
  const key = keyToAsk(signature, message, publicKey);
  if (key === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    try {
      verify(null, message, key, signature, (error, holds) => resolve(error === null && holds));
    } catch {
      resolve(false);
    }
  });
}

/** Null if the bytes alone decide that the signature does not count. */
function keyToAsk(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): KeyObject | null {
  requireBytes('signature', signature);
  requireBytes('message', message);
  requireBytes('publicKey', publicKey);
  return isStrictSignature(signature) ? keyObject(publicKey) : null;
}

function keyObject(publicKey: Uint8Array): KeyObject | null {
  const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.byteLength).toString('latin1');
  const known = keyObjects.get(name);
  if (known !== undefined) return known;
  if (!isStrictPublicKey(publicKey)) return null;
  const key = importKey(publicKey);
  if (keyObjects.size >= CACHED_KEYS) {
    const oldest = keyObjects.keys().next();
    if (!oldest.done) keyObjects.delete(oldest.value);
  }
  keyObjects.set(name, key);
  return key;
}

function importKey(publicKey: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

function requireBytes(
  what: 'signature' | 'message' | 'publicKey',
  value: unknown,
): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw new GhostStackError('invalid-argument', says('error.crypto.notUint8Array', { what }));
  }
}
