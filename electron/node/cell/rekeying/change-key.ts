import { GhostStackError } from '#shared/contract/errors.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import type { DidLogEntry } from '../../identity/did-webvh/index.ts';
import type { KeyRing } from '../../identity/key-ring.ts';
import {
  extendMemberLog,
  type MemberLog,
  memberLogOfHeld,
  newestVersion,
} from '../../identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../identity/rotation/make-versions.ts';
import { RECOVERY_KEYS, recoveryKey, recoveryKeyFor } from '../../identity/words/index.ts';

/** So long a log may be for its device, or its words, to change the key: what is left is for the words, and for a loss. */
export const DEVICE_VERSIONS_MAX = 19;
export const WORDS_VERSIONS_MAX = 21;

export type Rekey = Extract<Change, { type: 'rekey' }>;

export interface KeyChangeOptions {
  readonly me: string;
  readonly ring: Pick<KeyRing, 'get' | 'keyFor' | 'make' | 'newRecoverySeed'>;
  readonly epoch: () => Epoch;
  readonly clock: () => number;
  /** What is voted on now of this member's key, whoever asked for it. */
  readonly open?: () => readonly Rekey[];
  /** Drafts, opens and approves it; returns the proposal's id. */
  readonly propose: (change: Rekey) => string;
}

/**
 * A member changes its key on the device that works. What is to come is on the disk of this home before the ballot that
 * names it is opened: whatever ends it before, it is begun again; whatever ends it after, the cell goes on with it.
 */
export class KeyChange {
  readonly #options: KeyChangeOptions;

  constructor(options: KeyChangeOptions) {
    this.#options = options;
  }

  /**
   * To the key to which the device has committed. No help against whoever copied this home: that lay beside it.
   * @throws {GhostStackError} `conflict` for a log that is too long, or where this home has asked for a change already;
   * `key-missing` without that key
   */
  byDevice(): string {
    const { ring, clock } = this.#options;
    const log = this.#log();
    if (log.versions.length > DEVICE_VERSIONS_MAX)
      throw new GhostStackError('conflict', says('error.rekey.deviceAtEnd'));
    this.#requireNoneOf(log, 1);
    const nextKey = ring.keyFor(newestVersion(log).device);
    if (!nextKey) throw new GhostStackError('key-missing', says('error.rekey.noNextKey'));
    const nowMs = clock();
    const keyAfterNext = ring.make(nowMs).publicKey;
    return this.#propose(versionByDevice({ log, nextKey, keyAfterNext, nowMs }));
  }

  /**
   * To a fresh key, by the words; with `renew` they are words of the past from then on, and this home shows new ones.
   * @param seed of the words, which is not kept
   * @throws {GhostStackError} `invalid-argument` for other words than those of this identity, `conflict` for a log that is
   * too long, words whose keys are used up, or where this home has asked for a change by words already
   */
  byWords(seed: Uint8Array, renew = false): string {
    const { ring, clock } = this.#options;
    const log = this.#log();
    if (log.versions.length > WORDS_VERSIONS_MAX)
      throw new GhostStackError('conflict', says('error.rekey.wordsAtEnd'));
    const recovery = recoveryKeyFor(seed, newestVersion(log).words);
    if (!recovery) throw new GhostStackError('invalid-argument', says('error.rekey.otherWords'));
    this.#requireNoneOf(log, 2);
    const next = recovery.index + 1;
    if (!renew && next >= RECOVERY_KEYS)
      throw new GhostStackError('conflict', says('error.rekey.wordsUsedUp'));
    const nowMs = clock();
    const device = ring.make(nowMs);
    const keyAfterNext = ring.make(nowMs).publicKey;
    const nextKey = renew ? recoveryKey(ring.newRecoverySeed(nowMs).seed, 0) : recoveryKey(seed, next);
    const nextRecovery = nextKey.publicKey;
    return this.#propose(
      versionsByWords({ log, recovery: recovery.key, nextRecovery, device, keyAfterNext, nowMs }),
    );
  }

  /**
   * Asked for twice, both would be voted on, and each member told that two machines want to be this one. What another
   * machine asks for leads to keys that are not here, and hinders nobody; words come before a device.
   * @param versions of how many a change that comes first has at least
   */
  #requireNoneOf(log: MemberLog, versions: number): void {
    const { open = () => [], ring } = this.#options;
    const isOwn = (change: Rekey): boolean => {
      const longer = extendMemberLog(log, change.versions);
      if (!longer.ok) return false;
      const { key, device } = newestVersion(longer.value);
      return ring.get(key) !== null && ring.keyFor(device) !== null;
    };
    if (open().some((change) => change.versions.length >= versions && isOwn(change)))
      throw new GhostStackError('conflict', says('error.rekey.openAlready'));
  }

  #log(): MemberLog {
    const { epoch, me } = this.#options;
    const member = epoch().members.find(({ scid }) => scid === me);
    if (!member) throw new GhostStackError('forbidden', says('error.cell.noSuchMember'));
    return memberLogOfHeld(member.didLog);
  }

  #propose(versions: readonly DidLogEntry[]): string {
    const { me, propose } = this.#options;
    return propose({ type: 'rekey', scid: me, versions: versions.map((one) => ({ ...one })), lost: false });
  }
}
