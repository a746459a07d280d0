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
import { AwaitedKey } from './awaited-key.ts';
import type { NodeKeys, UnlockedKey } from './node-keys.ts';
import type { NodeRecovery } from './node-recovery.ts';

export interface OwnKeyOptions {
  readonly keys: () => NodeKeys;
  readonly cells: () => {
    /** What is left before another key is used. */
    readonly held: { leaveKept(): void };
    readonly current: CellNode | null;
    /** Of a home that comes back where it is: what it asked for ends with the log that is followed here. */
    readonly recovery: Pick<NodeRecovery, 'admittedKey' | 'follow'>;
  };
  /** The node is to go on with this key: its cell, its peers, its mail. */
  readonly changed: (operator: UnlockedKey) => void;
  /** The node is to meet its peers under the key of `network`. */
  readonly redial: () => void;
  readonly clock: () => number;
}

/**
 * The node follows the key that its cell has certified for it. That is read from the log whenever it may have changed,
 * at each start as well, so that what was cut short is done then.
 */
export class OwnKey {
  readonly #options: OwnKeyOptions;
  #isFollowing = false;
  /** Under which the node proves itself to its peers. It signs with it only once the log here names it. */
  readonly network: AwaitedKey;

  constructor(options: OwnKeyOptions) {
    this.#options = options;
    this.network = new AwaitedKey({
      ...options,
      present: () => options.cells().recovery.admittedKey() ?? options.keys().key,
      candidates: (isAlone) => this.#promised(isAlone),
    });
  }

  /** What a session is told of it, and tells. */
  readonly session = {
    networkKey: (): SigningKey | null => this.network.key,
    keyRefused: (under: SigningKey, isAlone: boolean): void => this.network.refused(under, isAlone),
    keyTaken: (under: SigningKey): void => this.network.taken(under),
  };

  /** Takes the certified key into use if it is another one and here; keys that were replaced go when it is time. */
  follow(): void {
    const operator = this.adopt();
    if (operator) this.#options.changed(operator);
  }

  /** The same, for whoever begins with it anyway; null where the key in use is the right one, and stays barred or not. */
  adopt(): UnlockedKey | null {
    // What it does is news of the cell, too.
    if (this.#isFollowing) return null;
    this.#isFollowing = true;
    try {
      const isBack = this.#options.cells().recovery.follow();
      return this.#adopt() ?? (isBack ? this.#options.keys().operator() : null);
    } finally {
      this.#isFollowing = false;
    }
  }

  /**
   * What others may know to be certified, and this node does not yet: it was cut off first, was away, or is older than the
   * change. The keys of own ballots that could still be certified here, the newest first; and the one to which this
   * device has committed, which every change by the device leads to.
   */
  #promised(isAlone: boolean): SigningKey[] {
    const { ring } = this.#options.keys();
    const [cell, log] = [this.#options.cells().current, this.#certified()];
    if (!ring || !cell || !log) return [];
    const changes = cell.log.book.ballots().map(({ body }) => body.change);
    const promised = changes.reverse().flatMap((change) => {
      if (change?.type !== 'rekey' || change.scid !== log.scid) return [];
      const longer = extendMemberLog(log, change.versions);
      const key = longer.ok ? ring.get(newestVersion(longer.value).key) : null;
      return key && key !== ring.inUse ? [key] : [];
    });
    const next = isAlone ? ring.keyFor(newestVersion(log).device) : null;
    return next ? [...promised, next] : promised;
  }

  #adopt(): UnlockedKey | null {
    const keys = this.#options.keys();
    const { ring } = keys;
    const cell = this.#options.cells().current;
    const log = this.#certified();
    if (!ring || !cell || !log) return null;
    const { key } = newestVersion(log);
    const isNew = key !== multikeyOf(ring.inUse) && ring.get(key) !== null;
    if (isNew) {
      // Whoever has one of them would dial a key that nobody answers to any more.
      cell.admissions.withdrawAll();
      cell.recoveries.withdrawAll();
      this.#options.cells().held.leaveKept();
      keys.adopt(log.didLog);
      this.network.certified();
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
    const didLog = this.#options.cells().current?.ownDidLog();
    return didLog ? memberLogOfHeld(didLog) : null;
  }
}
