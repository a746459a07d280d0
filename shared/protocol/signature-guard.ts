/**
 * What the signature rule (docs/protocol.md) decides on bytes, before anything is computed: runtimes differ on crafted
 * signatures, and a cell whose members disagree on one splits.
 */
const SIGNATURE_BYTES = 64;
const KEY_BYTES = 32;

/** Little-endian y of the points whose order divides 8: 0, 1, p-1, and the two of order 8. */
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(bytesOf);

/** Little-endian p = 2^255 - 19, and the group order L = 2^252 + 27742317777372353535851937790883648493. */
const FIELD_PRIME = bytesOf('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
const GROUP_ORDER = bytesOf('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');

/** Whether the rule can accept any signature of this key, as far as its encoding shows. */
export function isStrictPublicKey(publicKey: Uint8Array): boolean {
  return publicKey.length === KEY_BYTES && isStrictPoint(publicKey);
}

/** The same of a signature: R and S. */
export function isStrictSignature(signature: Uint8Array): boolean {
  return (
    signature.length === SIGNATURE_BYTES &&
    isStrictPoint(signature) &&
    isBelow(signature, KEY_BYTES, GROUP_ORDER)
  );
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

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}
