import { wordlist } from '@scure/bip39/wordlists/english.js';
import { sha256 } from '../../crypto/hash.ts';

const DOMAIN = 'ghoststack/compare-words/v1';
const WORDS = 12;
const WORD_BITS = 11;
const DIGEST_BITS = 256;

/**
 * Twelve words by which two members see that each has the other's key: the same on both screens, and the same each
 * time. 132 bits, twice as many as when joining, since no numbers are drawn here: whoever could choose two keys might
 * look for ones that make equal words.
 */
export function compareWords(cell: string, one: Uint8Array, other: Uint8Array): string[] {
  const keys = [one, other].toSorted(Buffer.compare);
  const digest = sha256(Buffer.concat([Buffer.from(`${DOMAIN}\n${cell}\n`, 'utf8'), ...keys]));
  const bits = BigInt(`0x${Buffer.from(digest).toString('hex')}`);
  return Array.from({ length: WORDS }, (_, at) => {
    const index = (bits >> BigInt(DIGEST_BITS - WORD_BITS * (at + 1))) & 2047n;
    return wordlist[Number(index)] as string;
  });
}
