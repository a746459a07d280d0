import type { ChunkMap } from './chunk-map.ts';
import { CHUNKS_AT_ONCE } from './file-limits.ts';

/** Chunks one after the other. */
export interface Run {
  readonly from: number;
  readonly count: number;
}

/** So many in one request: several are under way, so that the sender need not wait for the next. */
const CHUNKS_A_REQUEST = 4;

/** What of a file is asked for next, in its order, with no more under way than a peer may leave unanswered. */
export class FetchPlan {
  readonly #map: ChunkMap;
  /** Before this everything is there or asked for. */
  #at = 0;
  readonly #underWay: number[] = [];

  constructor(map: ChunkMap) {
    this.#map = map;
  }

  /** Null while enough is under way, or when nothing is left to be asked for. */
  next(): Run | null {
    while (this.#at < this.#map.count && this.#map.has(this.#at)) this.#at += 1;
    const room = Math.min(CHUNKS_A_REQUEST, this.#map.count - this.#at);
    let count = 0;
    while (count < room && !this.#map.has(this.#at + count)) count += 1;
    if (count === 0 || this.#underWay.length + count > CHUNKS_AT_ONCE) return null;
    const run = { from: this.#at, count };
    for (let index = 0; index < count; index++) this.#underWay.push(this.#at + index);
    this.#at += count;
    return run;
  }

  /** Whether everything that was asked for has come: nothing is left, once `next` has nothing more. */
  get isAnswered(): boolean {
    return this.#underWay.length === 0;
  }

  /** The chunk that comes now: answers come in the order of the questions. Null if none was asked for. */
  came(): number | null {
    return this.#underWay.shift() ?? null;
  }
}
