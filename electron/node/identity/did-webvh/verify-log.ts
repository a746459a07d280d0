import type { Result } from '#shared/contract/errors.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import { asWritten, says } from '#shared/protocol/saying.ts';
import { checkEntries, type DidVersion } from './check-log.ts';
import { parseDidWebvh } from './did-syntax.ts';
import type { DidWebvhDocument } from './entry.ts';
import { DidLogError, type DidLogFailure } from './log-error.ts';
import type { DidParameters } from './parameters.ts';
import { readDidLog } from './read-log.ts';
import { CLOCK_TOLERANCE_MS } from './version-time.ts';
import { requireWitnesses } from './witness.ts';

export interface VerifyOptions {
  /** The DID that is wanted: at least one version of the log must bear it. */
  readonly did?: string;
  /** The SCID that is wanted. */
  readonly scid?: string;
  /** Content of `did-witness.json`: text, bytes, or a list that was parsed before. */
  readonly witnessProofs?: unknown;
  /**
   * To refuse a log that is dated more than CLOCK_TOLERANCE_MS ahead. Left out where every node must come to the
   * same verdict whatever its clock says, as in the fold of a cell's log.
   */
  readonly nowMs?: number;
  /** The version that is wanted; without it, the last. */
  readonly versionId?: string;
}

export interface ResolvedDid {
  /** The id of the document. */
  readonly did: string;
  readonly scid: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly versionTime: string;
  /** versionTime of the first version, and of the last. */
  readonly created: string;
  readonly updated: string;
  readonly document: DidWebvhDocument;
  /** As they stand after this version; `updateKeys` may sign the next one unless `nextKeyHashes` commit to others. */
  readonly parameters: DidParameters;
  /** Whether the last version deactivated the DID. */
  readonly deactivated: boolean;
  /** All versions of the log, from the first. */
  readonly versions: readonly DidVersion[];
}

export type DidLogResult = Result<ResolvedDid> &
  ({ readonly ok: true } | { readonly ok: false; readonly error: DidLogFailure });

/**
 * Verifies a did:webvh 1.0 log (JSON Lines as text or bytes, or a list of entries), whoever handed it over, and
 * resolves a version of it. One broken rule anywhere refuses the whole log. Pure; never throws.
 */
export function verifyDidLog(log: unknown, options: VerifyOptions = {}): DidLogResult {
  try {
    return { ok: true, value: resolve(log, options) };
  } catch (error) {
    if (error instanceof DidLogError) return { ok: false, error: error.toFailure() };
    // Whatever is thrown while reading what others wrote is a refusal.
    const what = asWritten(error instanceof Error ? error.message : String(error));
    return { ok: false, error: new DidLogError('syntax', null, what).toFailure() };
  }
}

function resolve(log: unknown, { did, scid, witnessProofs, nowMs, versionId }: VerifyOptions): ResolvedDid {
  if (did !== undefined) parseDidWebvh(String(did));
  const versions = checkEntries(readDidLog(log));
  const [first, last] = [versions[0], versions.at(-1)];
  if (first === undefined || last === undefined)
    throw new DidLogError('syntax', null, says('error.didLog.noEntries'));
  if (nowMs !== undefined && !(last.versionTimeMs <= nowMs + CLOCK_TOLERANCE_MS)) {
    throw new DidLogError(
      'clock',
      last.versionNumber,
      says('error.didLog.future', { hours: CLOCK_TOLERANCE_MS / HOUR_MS }),
    );
  }
  if (scid !== undefined && scid !== first.parameters.scid) {
    throw new DidLogError('did', null, says('error.didLog.ofAnotherScid'));
  }
  if (did !== undefined && !versions.some(({ document }) => document.id === did)) {
    throw new DidLogError('did', null, says('error.didLog.ofAnotherDid'));
  }
  requireWitnesses(
    versions.map(({ versionId: id, witnesses }) => ({ versionId: id, rule: witnesses })),
    witnessProofs,
  );
  const version = versionId === undefined ? last : versions.find((one) => one.versionId === versionId);
  if (version === undefined) throw new DidLogError('version', null, says('error.didLog.versionMissing'));
  return {
    did: version.document.id,
    scid: version.parameters.scid,
    versionId: version.versionId,
    versionNumber: version.versionNumber,
    versionTime: version.versionTime,
    created: first.versionTime,
    updated: last.versionTime,
    document: version.document,
    parameters: version.parameters,
    deactivated: last.parameters.deactivated,
    versions,
  };
}
