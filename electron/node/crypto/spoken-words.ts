import { wordlist } from '@scure/bip39/wordlists/english.js';

const WORD_BITS = 11;

/** The first bits of a digest as words for two people to read to each other: 11 bits each. */
export function spokenWords(digest: Uint8Array, count: number): string[] {
  const bits = BigInt(`0x${Buffer.from(digest).toString('hex')}`);
  return Array.from({ length: count }, (_, at) => {
    const index = (bits >> BigInt(8 * digest.length - WORD_BITS * (at + 1))) & 2047n;
    return wordlist[Number(index)] as string;
  });
}
