import { says } from '#shared/protocol/saying.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { checkEntries } from './check-log.ts';
import { signEntry, witnessParameter } from './create-log.ts';
import { memberDocument } from './document.ts';
import type { DidLogEntry, DidWebvhDocument } from './entry.ts';
import { DidLogError } from './log-error.ts';
import type { ParameterChanges, WitnessRule } from './parameters.ts';
import { readDidLog } from './read-log.ts';
import { formatVersionTime } from './version-time.ts';

export interface AppendOptions {
  readonly log: readonly DidLogEntry[];
  /** An update key: of the entry before, or while pre-rotation is on, of this entry. */
  readonly signingKey: SigningKey;
  readonly nowMs: number;
  /** What changes; pre-rotation wants `updateKeys` and `nextKeyHashes` each time. */
  readonly parameters?: ParameterChanges;
  /** Without it, the document stays as it is. */
  readonly document?: DidWebvhDocument;
}

/**
 * The log with one more entry ("Update (Rotate)"). The entry is dated a second after the one before it if the
 * clock has not moved on since. Witnesses sign it afterwards (`witnessVersion`). Throws GhostStackError where the
 * result would be refused.
 */
export function appendDidLogEntry(options: AppendOptions): readonly DidLogEntry[] {
  const log = readDidLog(options.log);
  const before = checkEntries(log).at(-1);
  if (before === undefined) throw new DidLogError('syntax', null, says('error.didLog.noEntries'));
  const entry = signEntry(
    {
      versionId: before.versionId,
      versionTime: formatVersionTime(Math.max(options.nowMs, before.versionTimeMs + 1000)),
      parameters: options.parameters ?? {},
      state: options.document ?? before.document,
    },
    before.versionNumber + 1,
    before.versionId,
    options.signingKey,
  );
  const longer = readDidLog([...log, entry]);
  checkEntries(longer);
  return longer;
}

export interface DeactivateOptions {
  readonly log: readonly DidLogEntry[];
  /** One of the keys to which the last entry committed. */
  readonly nextKey: SigningKey;
  readonly nowMs: number;
}

/**
 * The log with its end: nobody changes this DID any more ("Deactivate (Revoke)"). Of a log under pre-rotation, which
 * every member's is, one entry ends that first, under the key that was promised; the next one names no key at all. What
 * was a member's log is none afterwards: no cell takes it.
 */
export function deactivateDidLog({ log, nextKey, nowMs }: DeactivateOptions): readonly DidLogEntry[] {
  const updateKeys = [encodeMultikey('ed25519', nextKey.publicKey)];
  const opened = appendDidLogEntry({
    log,
    signingKey: nextKey,
    nowMs,
    parameters: { updateKeys, nextKeyHashes: [] },
  });
  const parameters = { updateKeys: [], deactivated: true };
  return appendDidLogEntry({ log: opened, signingKey: nextKey, nowMs, parameters });
}

export interface RotateOptions {
  readonly log: readonly DidLogEntry[];
  /** One of the two keys to which the last entry committed. */
  readonly nextKey: SigningKey;
  readonly sealingPublicKey: Uint8Array;
  /** Hashes of the keys of which one will sign the version after this. */
  readonly nextKeyHashes: readonly string[];
  readonly nowMs: number;
  /** Who must sign versions after this one; without it, those who must sign this one. */
  readonly witness?: WitnessRule;
}

/** The next version of a member's log, under a key that the last version committed to. Throws as above. */
export function rotateDidLogKey(options: RotateOptions): readonly DidLogEntry[] {
  const { log, nextKey, sealingPublicKey, nextKeyHashes, witness, nowMs } = options;
  const did = log.at(-1)?.state.id ?? '';
  return appendDidLogEntry({
    log,
    signingKey: nextKey,
    nowMs,
    parameters: {
      updateKeys: [encodeMultikey('ed25519', nextKey.publicKey)],
      nextKeyHashes: [...nextKeyHashes],
      ...(witness === undefined ? {} : { witness: witnessParameter(witness) }),
    },
    document: memberDocument(did, { signingPublicKey: nextKey.publicKey, sealingPublicKey }),
  });
}
