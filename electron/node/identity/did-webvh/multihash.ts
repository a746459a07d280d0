import { decodeBase58btc, encodeBase58btc } from '../../crypto/base58btc.ts';
import { sha256 } from '../../crypto/hash.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';

/** Multicodec sha2-256 and the length of its digest: the only hash that did:webvh 1.0 permits. */
const SHA2_256 = [0x12, 0x20] as const;
const MULTIHASH_BYTES = 2 + 32;

/** base58btc of the SHA-256 multihash of a UTF-8 text: 46 characters, `Qm...`, without a multibase prefix. */
export function multihash(text: string): string {
  const bytes = new Uint8Array(MULTIHASH_BYTES);
  bytes.set(SHA2_256);
  bytes.set(sha256(Buffer.from(text, 'utf8')), 2);
  return encodeBase58btc(bytes);
}

/** Whether the text is the base58btc of a SHA-256 multihash, which a SCID and an entry hash are. */
export function isMultihash(text: string): boolean {
  if (!/^Qm[1-9A-HJ-NP-Za-km-z]{44}$/.test(text)) return false;
  const bytes = decodeBase58btc(text);
  return bytes.length === MULTIHASH_BYTES && bytes[0] === SHA2_256[0] && bytes[1] === SHA2_256[1];
}

/** What `nextKeyHashes` holds of an Ed25519 public key (32 bytes): the multihash of its Multikey text. */
export function nextKeyHash(publicKey: Uint8Array): string {
  return multihash(encodeMultikey('ed25519', publicKey));
}
