import type { Episode } from '#shared/contract/domain/agent.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

export const HIPPOCAMPUS_CAPACITY = 1000;

/** Remembers the newest episodes, oldest first; the oldest is forgotten when it is full. */
export class Hippocampus {
  readonly capacity: number;
  #episodes: Episode[];

  constructor({
    capacity = HIPPOCAMPUS_CAPACITY,
    episodes = [],
  }: {
    capacity?: number;
    episodes?: readonly Episode[];
  } = {}) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new GhostStackError('invalid-argument', says('error.agent.capacityNotWhole', { capacity }));
    }
    this.capacity = capacity;
    this.#episodes = episodes.slice(-capacity);
  }

  get size(): number {
    return this.#episodes.length;
  }

  store(episode: Episode): void {
    this.#episodes.push(episode);
    if (this.#episodes.length > this.capacity) this.#episodes.shift();
  }

  /** The newest `count` episodes, oldest first. */
  recent(count = 5): Episode[] {
    return count <= 0 ? [] : this.#episodes.slice(-count);
  }

  all(): Episode[] {
    return [...this.#episodes];
  }
}
