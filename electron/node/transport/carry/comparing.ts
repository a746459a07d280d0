import {
  type Buckets,
  differing,
  inBuckets,
  lackedBy,
  listed,
  sumOfAll,
  sumsOf,
} from '../../messaging/carrying/compare.ts';
import type { Said } from './carry-frames.ts';

export interface ComparingOptions {
  /** Hashes of what is compared, asked once. */
  readonly held: () => readonly string[];
  readonly say: (said: Said) => void;
  /** The peer lacks these. */
  readonly lacked: (hashes: readonly string[]) => void;
  /** Which bucket is listed first, so that it is not always the same. */
  readonly start: number;
}

/** One compare with one peer: sums, then lists of what differs. Whatever is said twice or too early is not heard. */
export class Comparing {
  readonly #options: ComparingOptions;
  #ours: { readonly buckets: Buckets; readonly sums: readonly string[]; readonly all: string } | null = null;
  #theirSum: string | null = null;
  #theirSums: readonly string[] | null = null;
  #saidSums = false;
  /** Buckets that differ and of which no list of the peer has come. */
  #expected: Set<number> | null = null;

  constructor(options: ComparingOptions) {
    this.#options = options;
  }

  /** The peer has said its sum: it carries. */
  get isHeard(): boolean {
    return this.#theirSum !== null;
  }

  /** Both sides have said their sums. */
  get isMutual(): boolean {
    return this.#ours !== null && this.isHeard;
  }

  /** All lists of the peer have come. */
  get isDone(): boolean {
    return this.#expected?.size === 0;
  }

  /** Says what this side holds, in one sum. */
  begin(): void {
    if (this.#ours !== null) return;
    const buckets = inBuckets(this.#options.held());
    const sums = sumsOf(buckets);
    this.#ours = { buckets, sums, all: sumOfAll(sums) };
    this.#options.say({ type: 'sum', sum: this.#ours.all });
    this.#goOn();
  }

  heardSum(sum: string): void {
    this.#theirSum ??= sum;
    this.#goOn();
  }

  heardSums(sums: readonly string[]): void {
    this.#theirSums ??= sums;
    this.#goOn();
  }

  /** What the peer has in one bucket: it is sent what it lacks. */
  heardList(bucket: number, have: readonly string[]): void {
    if (this.#ours === null || this.#expected?.delete(bucket) !== true) return;
    this.#options.lacked(lackedBy({ bucket, have }, this.#ours.buckets));
  }

  #goOn(): void {
    const { say, start } = this.#options;
    if (this.#ours === null || this.#theirSum === null || this.#theirSum === this.#ours.all) return;
    const { buckets, sums } = this.#ours;
    if (!this.#saidSums) {
      this.#saidSums = true;
      say({ type: 'buckets', sums: [...sums] });
    }
    if (this.#theirSums === null || this.#expected !== null) return;
    const which = differing(sums, this.#theirSums);
    this.#expected = new Set(which);
    for (const { bucket, have } of listed(buckets, which, start))
      say({ type: 'list', bucket, have: [...have] });
  }
}
