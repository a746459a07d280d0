import type { CellNode } from '../cell/cell-node.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import { type MemberLog, memberLogOfHeld, newestVersion } from '../identity/member-log/index.ts';
import { multikeyOf } from '../identity/ring-content.ts';
import type { NodeKeys, UnlockedKey } from './node-keys.ts';

export interface OwnKeyOptions {
  readonly keys: () => NodeKeys;
  readonly cell: () => CellNode | null;
  /** The node is to go on with this key: its cell, its peers, its mail. */
  readonly changed: (operator: UnlockedKey) => void;
}

/**
 * The node follows the key that its cell has certified for it. That is read from the log whenever it may have changed,
 * at each start as well, so that what was cut short is done then.
 */
export class OwnKey {
  readonly #options: OwnKeyOptions;
  #isFollowing = false;

  constructor(options: OwnKeyOptions) {
    this.#options = options;
  }

  /** Takes the certified key into use if it is another one and here; keys that were replaced go when it is time. */
  follow(): void {
    const operator = this.adopt();
    if (operator) this.#options.changed(operator);
  }

  /** The same, for whoever begins with it anyway; null where the key in use is the right one. */
  adopt(): UnlockedKey | null {
    // What it does is news of the cell, too.
    if (this.#isFollowing) return null;
    this.#isFollowing = true;
    try {
      return this.#adopt();
    } finally {
      this.#isFollowing = false;
    }
  }

  #adopt(): UnlockedKey | null {
    const keys = this.#options.keys();
    const { ring } = keys;
    const cell = this.#options.cell();
    const log = this.#certified();
    if (!ring || !cell || !log) return null;
    const { key } = newestVersion(log);
    const isNew = key !== multikeyOf(ring.inUse) && ring.get(key) !== null;
    if (isNew) {
      // Whoever has one of them would dial a key that nobody answers to any more.
      cell.admissions.withdrawAll();
      cell.recoveries.withdrawAll();
      keys.adopt(log.didLog);
    }
    if (key === multikeyOf(ring.inUse)) ring.follow(log, cell.clock.now());
    return isNew ? keys.operator() : null;
  }

  /** What opens mail that was sealed to keys before this one. */
  formerSealing(): readonly SealingKeyPair[] {
    const log = this.#certified();
    return (log && this.#options.keys().ring?.formerSealing(log)) ?? [];
  }

  #certified(): MemberLog | null {
    const didLog = this.#options.cell()?.ownDidLog();
    return didLog ? memberLogOfHeld(didLog) : null;
  }
}
