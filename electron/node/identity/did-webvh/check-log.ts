import { type Saying, says } from '#shared/protocol/saying.ts';
import { parseDidWebvh } from './did-syntax.ts';
import {
  type DidLogEntry,
  type DidWebvhDocument,
  entryHash,
  SCID_PLACEHOLDER,
  scidOfPreliminary,
  withoutProof,
  withText,
} from './entry.ts';
import { faultOfProof } from './entry-proof.ts';
import { DidLogError } from './log-error.ts';
import { isMultihash } from './multihash.ts';
import {
  applyParameters,
  authorisedKeys,
  type DidParameters,
  governingWitnesses,
  type WitnessRule,
} from './parameters.ts';
import { parseVersionTime } from './version-time.ts';

/** One version of a DID, checked against all before it. */
export interface DidVersion {
  readonly versionId: string;
  /** From 1. */
  readonly versionNumber: number;
  readonly versionTime: string;
  readonly versionTimeMs: number;
  readonly document: DidWebvhDocument;
  /** As they stand after this version. */
  readonly parameters: DidParameters;
  /** Who must have witnessed it, if anybody. */
  readonly witnesses: WitnessRule | null;
}

/**
 * "Read (Resolve)", but for witnesses and the clock: what a log says of itself, the same on every node and on every
 * day. Throws DidLogError at the first entry that breaks a rule.
 */
export function checkEntries(log: readonly DidLogEntry[]): DidVersion[] {
  const versions: DidVersion[] = [];
  for (const entry of log) versions.push(checkEntry(entry, versions.at(-1) ?? null));
  return versions;
}

function checkEntry(entry: DidLogEntry, before: DidVersion | null): DidVersion {
  const number = (before?.versionNumber ?? 0) + 1;
  if (before?.parameters.deactivated) {
    throw new DidLogError('deactivated', number, says('error.didLog.afterDeactivation'));
  }
  const hash = hashOfVersionId(entry.versionId, number);
  const parameters = applyParameters(before?.parameters ?? null, entry.parameters, number);
  const versionTimeMs = checkTime(entry, before, number);
  if (before === null) checkScid(entry, parameters.scid);
  if (hash !== entryHash(withoutProof(entry), before?.versionId ?? parameters.scid)) {
    throw new DidLogError('entry-hash', number, says('error.didLog.contentNotVersion'));
  }
  checkId(entry.state, before, parameters, number);
  checkProofs(entry, authorisedKeys(before?.parameters ?? null, parameters), number);
  return {
    versionId: entry.versionId,
    versionNumber: number,
    versionTime: entry.versionTime,
    versionTimeMs,
    document: entry.state,
    parameters,
    witnesses: governingWitnesses(before?.parameters ?? null, parameters),
  };
}

function hashOfVersionId(versionId: string, number: number): string {
  const prefix = `${number}-`;
  const hash = versionId.slice(prefix.length);
  if (!versionId.startsWith(prefix) || !isMultihash(hash)) {
    throw new DidLogError('version-id', number, says('error.didLog.versionId', { prefix }));
  }
  return hash;
}

function checkTime(entry: DidLogEntry, before: DidVersion | null, number: number): number {
  const ms = parseVersionTime(entry.versionTime);
  if (ms === null) {
    throw new DidLogError('version-time', number, says('error.didLog.versionTime'));
  }
  if (before !== null && ms <= before.versionTimeMs) {
    throw new DidLogError(
      'version-time',
      number,
      says('error.didLog.versionTimeNotLater', {
        time: entry.versionTime,
        before: before.versionTime,
      }),
    );
  }
  return ms;
}

function checkScid(entry: DidLogEntry, scid: string): void {
  const refuse = (what: Saying) => new DidLogError('scid', 1, what);
  if (!isMultihash(scid)) throw refuse(says('error.didLog.scid'));
  const unsigned = withoutProof(entry);
  // A placeholder that was left standing would let two first entries share one SCID.
  if (JSON.stringify(unsigned).includes(SCID_PLACEHOLDER))
    throw refuse(says('error.didLog.placeholderLeft', { placeholder: SCID_PLACEHOLDER }));
  const preliminary = { ...withText(unsigned, scid, SCID_PLACEHOLDER), versionId: SCID_PLACEHOLDER };
  if (scid !== scidOfPreliminary(preliminary)) throw refuse(says('error.didLog.contentNotScid'));
}

function checkId(
  document: DidWebvhDocument,
  before: DidVersion | null,
  parameters: DidParameters,
  number: number,
): void {
  if (parseDidWebvh(document.id, number).scid !== parameters.scid) {
    throw new DidLogError('did', number, says('error.didLog.documentOfAnother'));
  }
  if (before === null || document.id === before.document.id) return;
  const refuse = (what: Saying) => new DidLogError('portability', number, what);
  if (!before.parameters.portable || !parameters.portable) throw refuse(says('error.didLog.notPortable'));
  if (!document.alsoKnownAs?.includes(before.document.id)) {
    throw refuse(says('error.didLog.formerNotNamed'));
  }
}

/** Every proof must hold: a log is not made better by a proof that nobody can check. */
function checkProofs(entry: DidLogEntry, authorised: readonly string[], number: number): void {
  for (const proof of entry.proof) {
    const fault = faultOfProof(withoutProof(entry), proof, authorised);
    if (fault !== null) throw new DidLogError('proof', number, fault);
  }
}
