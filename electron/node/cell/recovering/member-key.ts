import type { SigningKey } from '../../crypto/signing-key.ts';
import { nextKeyHash } from '../../identity/did-webvh/index.ts';
import type { MemberLog } from '../../identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../identity/rotation/make-versions.ts';
import { recoveryKey, recoveryKeyAmong } from '../../identity/words/index.ts';

/** By what a machine proves which member it is, and makes new versions of that member's log. In memory alone. */
export interface MemberKey {
  /** To which the newest version committed. */
  readonly key: SigningKey;
  /** Whether the machine that wrote the feed is gone. */
  readonly lost: boolean;
  /** The new versions that follow from a log. */
  readonly versions: (log: MemberLog, nowMs: number) => readonly Readonly<Record<string, unknown>>[];
}

/** Finds, among hashes of committed keys, the one that is ours; null where none is. */
export type FindKey = (hashes: ReadonlySet<string>) => MemberKey | null;

/** The keys of a home: the one with which it dials, and the one that it has made for after that. */
export interface MachineKeys {
  readonly device: SigningKey;
  /** Ed25519, 32 bytes. */
  readonly keyAfterNext: Uint8Array;
}

/** By the 24 words' seed, on a machine that has nothing else of the member. */
export function byWords(seed: Uint8Array, machine: MachineKeys): FindKey {
  return (hashes) => {
    const found = recoveryKeyAmong(seed, [...hashes]);
    if (found === null) return null;
    const { index, key } = found;
    return {
      key,
      lost: true,
      versions: (log, nowMs) => {
        const nextRecovery = recoveryKey(seed, index + 1).publicKey;
        return versionsByWords({ log, recovery: key, nextRecovery, nowMs, ...machine }).map(plain);
      },
    };
  };
}

/** By the device's next key, with which it dials: for one that may not sign with the present one, as a copy of it lives. */
export function byDevice({ device, keyAfterNext }: MachineKeys): FindKey {
  return (hashes) => {
    if (!hashes.has(nextKeyHash(device.publicKey))) return null;
    return {
      key: device,
      lost: false,
      versions: (log, nowMs) => versionByDevice({ log, nextKey: device, keyAfterNext, nowMs }).map(plain),
    };
  };
}

function plain(version: object): Readonly<Record<string, unknown>> {
  return { ...version };
}
