/** DID logs of members in tests: their keys, and those to which each version commits, follow from the first key. */
import { createHash } from 'node:crypto';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import {
  createDidLog,
  type DidLogEntry,
  nextKeyHash,
} from '../../../electron/node/identity/did-webvh/index.ts';
import { type MemberLog, readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';

/** The n-th key of the device, or of the recovery words, of whoever began with `first`. */
export function laterKey(first: SigningKey, of: 'device' | 'words', n: number): SigningKey {
  const seed = createHash('sha256').update(first.publicKey).update(`${of} ${n}`).digest();
  return SigningKey.fromSeed(new Uint8Array(seed));
}

export function memberDidLog(first: SigningKey, nowMs: number): readonly DidLogEntry[] {
  const next = (['device', 'words'] as const).map((of) => nextKeyHash(laterKey(first, of, 1).publicKey));
  return createDidLog({
    signingKey: first,
    sealingPublicKey: first.sealing.publicKey,
    nextKeyHashes: next,
    nowMs,
  }).log;
}

export interface ChangedKey {
  /** For a `rekey`. */
  readonly versions: DidLogEntry[];
  /** With them. */
  readonly didLog: readonly DidLogEntry[];
  /** Signs from then on. */
  readonly key: SigningKey;
}

/** One version by the device. */
export function changedByDevice(
  first: SigningKey,
  didLog: readonly DidLogEntry[],
  nowMs: number,
): ChangedKey {
  const log = required(didLog);
  const key = keyToWhich(first, 'device', log);
  const keyAfterNext = laterKey(first, 'device', 1000 + didLog.length).publicKey;
  const versions = versionByDevice({ log, nextKey: key, keyAfterNext, nowMs });
  return { versions, didLog: [...didLog, ...versions], key };
}

/** Two by the recovery words. */
export function changedByWords(first: SigningKey, didLog: readonly DidLogEntry[], nowMs: number): ChangedKey {
  const log = required(didLog);
  const key = laterKey(first, 'device', 2000 + didLog.length);
  const versions = versionsByWords({
    log,
    recovery: keyToWhich(first, 'words', log),
    nextRecovery: laterKey(first, 'words', 1000 + didLog.length).publicKey,
    device: key,
    keyAfterNext: laterKey(first, 'device', 3000 + didLog.length).publicKey,
    nowMs,
  });
  return { versions, didLog: [...didLog, ...versions], key };
}

/** The one of all keys that may come to which the newest version commits. */
function keyToWhich(first: SigningKey, of: 'device' | 'words', { versions }: MemberLog): SigningKey {
  const { length } = versions;
  const hash = versions[length - 1]?.[of];
  const numbers = [1];
  for (let at = 1; at <= length; at += 1) numbers.push(1000 + at, 3000 + at);
  const found = numbers
    .map((n) => laterKey(first, of, n))
    .find(({ publicKey }) => nextKeyHash(publicKey) === hash);
  if (!found) throw new Error('no key of this member has the hash that its log names');
  return found;
}

function required(didLog: readonly DidLogEntry[]): MemberLog {
  const log = readMemberLog(didLog);
  if (!log.ok) throw new Error(log.error.message);
  return log.value;
}
