import { z } from 'zod';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { parseStrictJson } from '../../crypto/strict-json.ts';
import { EntryProof } from './entry.ts';
import { faultOfProof, keyOfProof, proofOf } from './entry-proof.ts';
import { DidLogError } from './log-error.ts';
import type { WitnessRule } from './parameters.ts';
import { DID_LOG_MAX_BYTES, textOf } from './read-log.ts';
import { formatVersionTime } from './version-time.ts';

const VERSIONS_MAX = 256;
const PROOFS_MAX = 64;

/** The content of `did-witness.json`: proofs over `{ versionId }`. */
const WitnessProofs = z
  .array(z.strictObject({ versionId: z.string().max(80), proof: z.array(z.unknown()).max(PROOFS_MAX) }))
  .max(VERSIONS_MAX);

export interface WitnessProof {
  readonly versionId: string;
  readonly proof: readonly EntryProof[];
}

/** A version of a log and who must have witnessed it, if anybody. */
export interface WitnessedVersion {
  readonly versionId: string;
  readonly rule: WitnessRule | null;
}

/** A witness's approval of a version, and thereby of all before it. */
export function witnessVersion(versionId: string, witness: SigningKey, nowMs: number): WitnessProof {
  return { versionId, proof: [proofOf({ versionId }, witness, formatVersionTime(nowMs))] };
}

/**
 * "Verifying Witness Proofs During Resolution": each version that has witnesses has a threshold of them signing it
 * or a later version of this log. Proofs that do not hold, of unpublished versions, or of strangers are ignored,
 * as the specification allows. Throws DidLogError of the rule `witness`.
 */
export function requireWitnesses(versions: readonly WitnessedVersion[], witnessProofs: unknown): void {
  if (versions.every(({ rule }) => rule === null)) return;
  const approvals = latestApprovals(versions, witnessProofs === undefined ? [] : readProofs(witnessProofs));
  versions.forEach(({ rule }, index) => {
    if (rule === null) return;
    const count = rule.witnesses.filter((key) => (approvals.get(key) ?? -1) >= index).length;
    if (count >= rule.threshold) return;
    throw new DidLogError(
      'witness',
      index + 1,
      says('error.didLog.witnessesSigned', { count, threshold: rule.threshold }),
    );
  });
}

/** By witness, the index of the latest version that it signed. */
function latestApprovals(
  versions: readonly WitnessedVersion[],
  proofs: readonly { versionId: string; proof: readonly unknown[] }[],
): Map<string, number> {
  const witnesses = [...new Set(versions.flatMap(({ rule }) => rule?.witnesses ?? []))];
  const approvals = new Map<string, number>();
  for (const { versionId, proof: list } of proofs) {
    const index = versions.findIndex((version) => version.versionId === versionId);
    if (index < 0) continue;
    for (const candidate of list) {
      const proof = EntryProof.safeParse(candidate);
      const key = proof.success ? keyOfProof(proof.data) : null;
      if (!proof.success || key === null || (approvals.get(key) ?? -1) >= index) continue;
      if (faultOfProof({ versionId }, proof.data, witnesses) === null) approvals.set(key, index);
    }
  }
  return approvals;
}

function readProofs(witnessProofs: unknown): z.infer<typeof WitnessProofs> {
  let value: unknown;
  try {
    const text = Array.isArray(witnessProofs) ? textOf(canonicalize(witnessProofs)) : textOf(witnessProofs);
    value = parseStrictJson(text, { maxBytes: DID_LOG_MAX_BYTES });
  } catch (error) {
    throw error instanceof DidLogError && error.rule === 'size' ? error : unreadable();
  }
  const parsed = WitnessProofs.safeParse(value);
  if (!parsed.success) throw unreadable();
  return parsed.data;
}

function unreadable(): DidLogError {
  return new DidLogError('witness', null, says('error.didLog.witnessProofs'));
}
