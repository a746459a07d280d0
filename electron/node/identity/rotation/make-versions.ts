import { encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { x25519PublicKeyFromEd25519 } from '../../crypto/x25519.ts';
import {
  appendDidLogEntry,
  type DidLogEntry,
  didOfScid,
  memberDocument,
  nextKeyHash,
} from '../did-webvh/index.ts';
import { type MemberLog, newestVersion } from '../member-log/index.ts';

export interface DeviceChange {
  readonly log: MemberLog;
  /** The key to which the newest version committed for the device. */
  readonly nextKey: SigningKey;
  /** Ed25519, 32 bytes: the key after that one, which must be stored before the version is shown to anybody. */
  readonly keyAfterNext: Uint8Array;
  /** The version is dated a second after the one before it if this clock is behind that. */
  readonly nowMs: number;
}

export interface WordsChange {
  readonly log: MemberLog;
  /** R_j, to which the newest version committed for the words. */
  readonly recovery: SigningKey;
  /** Ed25519, 32 bytes: R_(j+1) of the same words, or R_0 of new ones. */
  readonly nextRecovery: Uint8Array;
  /** The device's key from here on, made for this. */
  readonly device: SigningKey;
  /** Ed25519, 32 bytes: the device's key after that one. */
  readonly keyAfterNext: Uint8Array;
  readonly nowMs: number;
}

/** The one version of a change by the device, to put into a `rekey`. The words stay as they are (rule 4). */
export function versionByDevice({ log, nextKey, keyAfterNext, nowMs }: DeviceChange): [DidLogEntry] {
  const { words } = newestVersion(log);
  return [
    append(log.didLog, nextKey, nextKey.publicKey, [nextKeyHash(keyAfterNext), words], log.scid, nowMs),
  ];
}

/** The two versions of a change by the words: theirs, which names the device's new key, and the device's. */
export function versionsByWords(change: WordsChange): [DidLogEntry, DidLogEntry] {
  const { log, recovery, nextRecovery, device, keyAfterNext, nowMs } = change;
  const words = nextKeyHash(nextRecovery);
  const own = device.publicKey;
  const byWords = append(log.didLog, recovery, own, [nextKeyHash(own), words], log.scid, nowMs);
  const longer = [...log.didLog, byWords];
  const hashes = [nextKeyHash(keyAfterNext), words] as const;
  return [byWords, append(longer, device, own, hashes, log.scid, nowMs)];
}

function append(
  log: readonly DidLogEntry[],
  updateKey: SigningKey,
  signingPublicKey: Uint8Array,
  nextKeyHashes: readonly [device: string, words: string],
  scid: string,
  nowMs: number,
): DidLogEntry {
  const sealingPublicKey = x25519PublicKeyFromEd25519(signingPublicKey);
  const longer = appendDidLogEntry({
    log,
    signingKey: updateKey,
    nowMs,
    parameters: {
      updateKeys: [encodeMultikey('ed25519', updateKey.publicKey)],
      nextKeyHashes: [...nextKeyHashes],
    },
    document: memberDocument(didOfScid(scid), { signingPublicKey, sealingPublicKey }),
  });
  return longer[longer.length - 1] as DidLogEntry;
}
