import { sha256 } from '../../crypto/hash.ts';
import { spokenWords } from '../../crypto/spoken-words.ts';

const DOMAIN = 'ghoststack/compare-words/v1';
const WORDS = 12;

/**
 * Twelve words by which two members see that each has the other's key: the same on both screens, and the same each
 * time. 132 bits, twice as many as when joining, since no numbers are drawn here: whoever could choose two keys might
 * look for ones that make equal words.
 */
export function compareWords(cell: string, one: Uint8Array, other: Uint8Array): string[] {
  const keys = [one, other].toSorted(Buffer.compare);
  const digest = sha256(Buffer.concat([Buffer.from(`${DOMAIN}\n${cell}\n`, 'utf8'), ...keys]));
  return spokenWords(digest, WORDS);
}
