import { isSigned, type ReadEntry } from './read-entry.ts';
import { Claims } from './vouching.ts';

/** Those of a set that are signed, each of them checked, or vouched for within the set. */
export function authenticOf<T extends ReadEntry>(reads: readonly T[]): T[] {
  const holds = new Map(reads.map((read, at) => [at, isSigned(read)]));
  const behind = new Claims(reads).vouched(holds);
  return reads.filter((_, at) => behind.has(at));
}
