import type { Episode } from '#shared/contract/domain/agent.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

export const HIPPOCAMPUS_CAPACITY = 1000;

/** Which of the episodes, oldest first and one more than there is room for, is forgotten: its index. */
export type Forgets = (episodes: readonly Episode[]) => number;

/** The tutorial's way: the oldest. */
export const forgetsOldest: Forgets = () => 0;

/** Remembers episodes, oldest first; one is forgotten when it is full. */
export class Hippocampus {
  readonly capacity: number;
  readonly #forgets: Forgets;
  readonly #onForget: (episode: Episode) => void;
  #episodes: Episode[];

  constructor({
    capacity = HIPPOCAMPUS_CAPACITY,
    episodes = [],
    forgets = forgetsOldest,
    onForget = () => undefined,
  }: {
    capacity?: number;
    episodes?: readonly Episode[];
    forgets?: Forgets;
    /** Must not throw. */
    onForget?: (episode: Episode) => void;
  } = {}) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new GhostStackError('invalid-argument', says('error.agent.capacityNotWhole', { capacity }));
    }
    this.capacity = capacity;
    this.#forgets = forgets;
    this.#onForget = onForget;
    this.#episodes = episodes.slice(-capacity);
  }

  get size(): number {
    return this.#episodes.length;
  }

  store(episode: Episode): void {
    this.#episodes.push(episode);
    if (this.#episodes.length <= this.capacity) return;
    for (const forgotten of this.#episodes.splice(this.#forgets(this.#episodes), 1))
      this.#onForget(forgotten);
  }

  /** The newest `count` episodes, oldest first. */
  recent(count = 5): Episode[] {
    return count <= 0 ? [] : this.#episodes.slice(-count);
  }

  all(): Episode[] {
    return [...this.#episodes];
  }
}
