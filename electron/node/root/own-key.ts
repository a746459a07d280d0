import type { CellNode } from '../cell/cell-node.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { SealingKeyPair } from '../crypto/x25519.ts';
import {
  extendMemberLog,
  type MemberLog,
  memberLogOfHeld,
  newestVersion,
} from '../identity/member-log/index.ts';
import { multikeyOf } from '../identity/ring-content.ts';
import type { NodeKeys, UnlockedKey } from './node-keys.ts';

export interface OwnKeyOptions {
  readonly keys: () => NodeKeys;
  readonly cell: () => CellNode | null;
  /** The node is to go on with this key: its cell, its peers, its mail. */
  readonly changed: (operator: UnlockedKey) => void;
  /** The node is to meet its peers under the key of `networkKey`. */
  readonly redial: () => void;
}

/**
 * The node follows the key that its cell has certified for it. That is read from the log whenever it may have changed,
 * at each start as well, so that what was cut short is done then.
 */
export class OwnKey {
  readonly #options: OwnKeyOptions;
  #isFollowing = false;
  /** Of a change that others know to be certified, and this node does not yet. */
  #awaited: SigningKey | null = null;

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

  /** Under which the node proves itself to its peers. It signs with it only once the log here names it. */
  networkKey(): SigningKey | null {
    return this.#awaited ?? this.#options.keys().key;
  }

  /**
   * A peer ended a connection, since our key was changed, and the certificate has not come here: it was cut off first, or
   * the node was away. Under the key that the open ballot names it is the member that the others know.
   */
  refused(): void {
    const key = this.#awaited ? null : this.#promised();
    if (!key) return;
    this.#awaited = key;
    this.#options.redial();
  }

  /** The key of the newest own ballot that could still be certified here, if it is in the ring. */
  #promised(): SigningKey | null {
    const { ring } = this.#options.keys();
    const [cell, log] = [this.#options.cell(), this.#certified()];
    if (!ring || !cell || !log) return null;
    const changes = cell.log.book.ballots().map(({ body }) => body.change);
    for (const change of changes.reverse()) {
      if (change?.type !== 'rekey' || change.scid !== log.scid) continue;
      const longer = extendMemberLog(log, change.versions);
      const key = longer.ok ? ring.get(newestVersion(longer.value).key) : null;
      if (key && key !== ring.inUse) return key;
    }
    return null;
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
      this.#awaited = null;
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
