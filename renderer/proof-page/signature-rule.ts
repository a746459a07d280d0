import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { isStrictPublicKey, isStrictSignature } from '#shared/protocol/signature-guard.ts';

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Points are read once: a cell has few keys. */
const points = new Map<string, Point | null>();

/**
 * The signature rule (docs/protocol.md) where there is no cryptography of the runtime's own: the guard that every runtime
 * has, then the cofactorless equation by points, since what libraries call strict takes more.
 * @param signature 64 bytes
 * @param publicKey 32 bytes
 */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (!isStrictPublicKey(publicKey) || !isStrictSignature(signature)) return false;
  const key = pointOf(publicKey);
  if (!key) return false;
  const r = signature.subarray(0, 32);
  const s = numberOf(signature.subarray(32));
  const k = numberOf(sha512(concat(r, publicKey, message))) % ORDER;
  // SB - kA, encoded, is R (RFC 8032 §5.1.7).
  const sum = times(Point.BASE, s).subtract(times(key, k));
  return sum.toBytes().every((byte, at) => byte === r[at]);
}

function times(point: Point, by: bigint): Point {
  return by === 0n ? Point.ZERO : point.multiply(by, false);
}

function pointOf(publicKey: Uint8Array): Point | null {
  const name = publicKey.join();
  const known = points.get(name);
  if (known !== undefined) return known;
  let point: Point | null = null;
  try {
    point = Point.fromBytes(publicKey);
  } catch {
    // No point of the curve.
  }
  points.set(name, point);
  return point;
}

/** Little-endian. */
function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) + BigInt(byte), 0n);
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
