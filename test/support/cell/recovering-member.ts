/** Members with words and a next key, as an epoch holds them, and machines that ask in their name. */
import type { Epoch, Member } from '#shared/protocol/closing/epoch.ts';
import { RecoveryCodes } from '../../../electron/node/cell/recovering/recovery-codes.ts';
import { RecoveryDesk } from '../../../electron/node/cell/recovering/recovery-desk.ts';
import {
  type RecoveryFacts,
  recoveryDeskNext,
} from '../../../electron/node/cell/recovering/recovery-desk-machine.ts';
import { RecoveryStore } from '../../../electron/node/cell/recovering/recovery-store.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { createDidLog, nextKeyHash } from '../../../electron/node/identity/did-webvh/index.ts';
import { type MemberIdentity, readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { type MemberLog, readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';
import { openStore } from '../../../electron/node/store/store.ts';

export const BORN_AT_MS = 1_800_000_000_000;

/** A key that is always the same for a name. */
export function keyOf(seed: number): SigningKey {
  return SigningKey.fromSeed(new Uint8Array(32).fill(seed));
}

export class RecoveringMember {
  readonly name: string;
  readonly key: SigningKey;
  readonly nextKey: SigningKey;
  /** R_0: that of its words. */
  readonly words: SigningKey;
  log: MemberLog;

  /** Seeds of its keys are `seed`, and the two after it. */
  constructor(name: string, seed: number) {
    this.name = name;
    [this.key, this.nextKey, this.words] = [keyOf(seed), keyOf(seed + 1), keyOf(seed + 2)];
    const { log } = createDidLog({
      signingKey: this.key,
      sealingPublicKey: this.key.sealing.publicKey,
      nextKeyHashes: [nextKeyHash(this.nextKey.publicKey), nextKeyHash(this.words.publicKey)],
      nowMs: BORN_AT_MS,
    });
    this.log = readLog(log);
  }

  get scid(): string {
    return this.log.scid;
  }

  get identity(): MemberIdentity {
    return readMemberIdentity(this.log.didLog);
  }

  get member(): Member {
    const { name: alias, scid, log } = this;
    return { alias, scid, didLog: log.didLog as never, admittedBy: '0'.repeat(64) } as never;
  }

  /** As a machine with the words makes them for its own key. */
  byWords(machine: SigningKey, nowMs = BORN_AT_MS + 60_000, log = this.log) {
    return versionsByWords({
      log,
      recovery: this.words,
      nextRecovery: keyOf(200).publicKey,
      device: machine,
      keyAfterNext: keyOf(201).publicKey,
      nowMs,
    }) as unknown as Record<string, unknown>[];
  }

  byDevice(nowMs = BORN_AT_MS + 60_000) {
    const { log, nextKey } = this;
    return versionByDevice({
      log,
      nextKey,
      keyAfterNext: keyOf(202).publicKey,
      nowMs,
    }) as unknown as Record<string, unknown>[];
  }

  /** The cell has certified them. */
  take(versions: readonly unknown[]): void {
    this.log = readLog([...this.log.didLog, ...versions]);
  }
}

export function readLog(log: unknown): MemberLog {
  const read = readMemberLog(log);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

export function multikey(key: SigningKey): string {
  return encodeMultikey('ed25519', key.publicKey);
}

const NO_STANDING = { waitsFor: [], needed: 0, untilMs: 0 };

export const CELL = 'ab'.repeat(32);

/** The desk of one member of a cell, whose log knows of no ballot but what a test says. */
export class DeskAlone {
  readonly store = new RecoveryStore(openStore({ path: ':memory:' }));
  readonly codes: RecoveryCodes;
  readonly desk: RecoveryDesk;
  nowMs = BORN_AT_MS + 3_600_000;
  facts: Partial<RecoveryFacts> = {};

  constructor(self: RecoveringMember, members: readonly RecoveringMember[]) {
    const epoch = () =>
      ({ number: 1, name: 'Maple Street', members: members.map((one) => one.member) }) as never as Epoch;
    const shared = { cell: CELL, store: this.store, self: self.identity, clock: () => this.nowMs, epoch };
    this.codes = new RecoveryCodes(shared);
    const next = ({
      asker,
      wanted,
      accepted,
      refused,
      differs,
      revoked,
      expiresAtMs,
    }: ReturnType<RecoveryCodes['row']>) =>
      recoveryDeskNext({
        isBound: asker !== null,
        hasVersions: wanted !== null,
        isMember: true,
        isDone: false,
        isOutgrown: false,
        isSpent: false,
        accepted,
        refused,
        differs,
        revoked,
        expired: expiresAtMs <= this.nowMs,
        drafted: false,
        ballot: 'none',
        ourVote: 'none',
        ...this.facts,
      });
    this.desk = new RecoveryDesk({
      ...shared,
      ballots: { next, of: () => null, standing: () => NO_STANDING },
      changed: () => undefined,
    });
  }
}
