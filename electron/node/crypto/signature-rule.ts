import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

/**
 * The one rule by which an Ed25519 signature counts (docs/protocol.md, "Signature rule"). Runtimes disagree on
 * crafted signatures; a cell whose members disagree on one splits. So everything on which they differ is decided
 * here, in bytes, and only then does the runtime compute the group equation.
 */
const SIGNATURE_BYTES = 64;
const KEY_BYTES = 32;

/** An SPKI header (RFC 8410) before the 32 bytes of the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Importing a key costs about as much as a check does, and a cell has few keys. */
const CACHED_KEYS = 4096;
const keyObjects = new Map<string, KeyObject | null>();

/** Little-endian y of the points whose order divides 8: 0, 1, p-1, and the two of order 8. */
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => Buffer.from(hex, 'hex'));

/** Little-endian p = 2^255 - 19, and the group order L = 2^252 + 27742317777372353535851937790883648493. */
const FIELD_PRIME = Buffer.from('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'hex');
const GROUP_ORDER = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex');

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
  if (signature.length !== SIGNATURE_BYTES) return null;
  const key = keyObject(publicKey);
  if (key === null || !isStrictPoint(signature) || !isBelow(signature, KEY_BYTES, GROUP_ORDER)) return null;
  return key;
}

/** Whether the rule can accept any signature of this key, as far as its encoding shows. */
export function isStrictPublicKey(publicKey: Uint8Array): boolean {
  return publicKey.length === KEY_BYTES && isStrictPoint(publicKey);
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

/** The first 32 bytes: y is below p, and not that of a point of small order, whatever the sign bit says. */
function isStrictPoint(bytes: Uint8Array): boolean {
  return isBelow(bytes, 0, FIELD_PRIME, 0x7f) && !SMALL_ORDER_Y.some((y) => hasY(bytes, y));
}

function hasY(bytes: Uint8Array, y: Uint8Array): boolean {
  if (((bytes[31] ?? 0) & 0x7f) !== y[31]) return false;
  for (let index = 0; index < 31; index++) if (bytes[index] !== y[index]) return false;
  return true;
}

/** Compares 32 little-endian bytes at `offset` with a limit; the mask drops a sign bit from the top byte. */
function isBelow(bytes: Uint8Array, offset: number, limit: Uint8Array, topMask = 0xff): boolean {
  for (let index = 31; index >= 0; index--) {
    const ours = (bytes[offset + index] ?? 0) & (index === 31 ? topMask : 0xff);
    const theirs = limit[index] ?? 0;
    if (ours !== theirs) return ours < theirs;
  }
  return false;
}

function requireBytes(
  what: 'signature' | 'message' | 'publicKey',
  value: unknown,
): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) {
    throw new GhostStackError('invalid-argument', says('error.crypto.notUint8Array', { what }));
  }
}
