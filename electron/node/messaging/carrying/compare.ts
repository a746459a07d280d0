import { sha256Hex } from '../../crypto/hash.ts';
import { BUCKETS, ITEM_DIGITS, LISTED_MAX } from './limits.ts';

/** Hex digits of a sum: the first 8 bytes of a hash. */
const SUM_DIGITS = 16;
const EMPTY = '0'.repeat(SUM_DIGITS);

/** Hashes by the bucket that they fall into, each bucket sorted. */
export type Buckets = readonly (readonly string[])[];

export function bucketOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 2), 16) % BUCKETS;
}

export function inBuckets(hashes: Iterable<string>): Buckets {
  const buckets: string[][] = Array.from({ length: BUCKETS }, () => []);
  for (const hash of new Set(hashes)) buckets[bucketOf(hash)]?.push(hash);
  for (const bucket of buckets) bucket.sort();
  return buckets;
}

/** The first 8 bytes of sha256 of the sorted hashes; zeros for none. */
export function sumOf(sorted: readonly string[]): string {
  return sorted.length === 0 ? EMPTY : sha256Hex(sorted.join('')).slice(0, SUM_DIGITS);
}

export function sumsOf(buckets: Buckets): string[] {
  return buckets.map(sumOf);
}

/** One for all: two that say the same hold the same, and need not say more. */
export function sumOfAll(sums: readonly string[]): string {
  return sums.every((sum) => sum === EMPTY) ? EMPTY : sha256Hex(sums.join('')).slice(0, SUM_DIGITS);
}

export function differing(ours: readonly string[], theirs: readonly string[]): number[] {
  return ours.flatMap((sum, bucket) => (sum === theirs[bucket] ? [] : [bucket]));
}

export interface Listed {
  readonly bucket: number;
  readonly have: readonly string[];
}

/**
 * What this side has in those buckets, as far as it may be listed at once. It begins at another bucket each time, so
 * that those that never fit are not always the same.
 */
export function listed(buckets: Buckets, which: readonly number[], start: number): Listed[] {
  const lists: Listed[] = [];
  let left = LISTED_MAX;
  const from = which.length === 0 ? 0 : start % which.length;
  for (const bucket of [...which.slice(from), ...which.slice(0, from)]) {
    const have = (buckets[bucket] ?? []).map(itemOf);
    if (have.length > left && left < LISTED_MAX) break;
    lists.push({ bucket, have: have.slice(0, left) });
    left -= Math.min(have.length, left);
  }
  return lists;
}

/** What the other side's list lacks of ours in its bucket. */
export function lackedBy({ bucket, have }: Listed, buckets: Buckets): string[] {
  const theirs = new Set(have);
  return (buckets[bucket] ?? []).filter((hash) => !theirs.has(itemOf(hash)));
}

/** By what an item is named between peers. */
export function itemOf(hash: string): string {
  return hash.slice(0, ITEM_DIGITS);
}
