import { openStore, type Store } from '../../../electron/node/store/store.ts';

export class Killed extends Error {
  constructor() {
    super('The process was killed.');
  }
}

/**
 * A store whose process may die: as soon as so many more transactions are on disk nothing more can be done with it, in
 * the middle of whatever the product does then. What was committed is there for the next life.
 */
export class MortalStore implements Store {
  readonly #inner: Store;
  readonly #onDeath: () => void;
  #left: number | null = null;
  #depth = 0;

  constructor(path: string, onDeath: () => void) {
    this.#inner = openStore({ path });
    this.#onDeath = onDeath;
  }

  get db(): Store['db'] {
    return this.#inner.db;
  }

  get isDead(): boolean {
    return !this.db.open;
  }

  /** Dies after so many more commits. */
  dieAfter(commits: number): void {
    this.#left = commits;
  }

  die(): void {
    if (!this.isDead) this.#inner.close();
  }

  transaction<T>(run: () => T): T {
    this.#depth += 1;
    let result: T;
    try {
      result = this.#inner.transaction(run);
    } finally {
      this.#depth -= 1;
    }
    if (this.#depth === 0) this.#committed();
    return result;
  }

  integrityCheck(): void {
    this.#inner.integrityCheck();
  }

  close(): void {
    this.die();
  }

  #committed(): void {
    if (this.#left === null || this.isDead) return;
    this.#left -= 1;
    if (this.#left > 0) return;
    this.#left = null;
    this.die();
    this.#onDeath();
    // It is stored, and whoever stored it does not live to know.
    throw new Killed();
  }
}
