/** Credentials of a home as they are shown: their state by the log, not by their signatures, which were asked before. */
import type {
  CheckView,
  ClaimValues,
  CredentialState,
  CredentialView,
  RequestView,
  StandingView,
  VoucherView,
} from '#shared/contract/domain/credential.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type {
  CellFacts,
  CheckedCredential,
  PresentationRequest,
  Refusal,
  Standing,
} from '../credentials/index.ts';
import { typeIdOf } from '../credentials/index.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { StoredCredential, StoredVoucher } from './credential-store.ts';
import { untilMs } from './new-papers.ts';
import { digestsOf } from './papers-of-log.ts';
import { holderMultikey } from './show-credential.ts';

export interface ViewFacts {
  readonly cell: CellFacts | null;
  readonly nowMs: number;
  readonly nameOf: (did: string) => string | null;
  /** Title of a type by its id; null for one that is not known here. */
  readonly titleOf: (typeId: string) => string | null;
  /** Until when papers for outside hold of one, by its issuer and place; null without any. */
  readonly outsideUntilMs: (stored: StoredCredential) => number | null;
  /** Whether the log of its cell does not come here any more. */
  readonly needsPapers: (stored: StoredCredential) => boolean;
}

export function credentialView(stored: StoredCredential, facts: ViewFacts): CredentialView {
  const { whole, jwt } = stored;
  const { id: subject, ...claims } = whole.credentialSubject;
  const typeId = typeIdOf(whole.credentialSchema.id) ?? '';
  const who = (did: string) => ({ did, name: facts.nameOf(did) });
  const state = stateOf(stored, facts);
  return {
    id: stored.id,
    type: whole.type[1],
    typeId,
    title: facts.titleOf(typeId) ?? whole.type[1],
    claims: claims as ClaimValues,
    issuer: who(whole.issuer),
    subject: who(subject),
    validFromMs: Date.parse(whole.validFrom),
    validUntilMs: Date.parse(whole.validUntil),
    state,
    isOfFormerKey: isOfFormerKey(subject, jwt, facts.cell),
    outsideUntilMs: state === 'valid' ? outsideUntilMs(stored, facts) : null,
    needsPapers: facts.needsPapers(stored),
  };
}

/** What somebody asks for, and which of what is held here fits. */
export function requestView(
  { aud, type, fields, expires }: PresentationRequest,
  held: readonly StoredCredential[],
  facts: ViewFacts,
): RequestView {
  return {
    verifier: { did: aud, name: facts.nameOf(aud) },
    typeId: type,
    title: facts.titleOf(type),
    fields: [...fields],
    expiresMs: expires,
    isExpired: expires < facts.nowMs,
    fits: held.flatMap(({ id, whole }) => (typeIdOf(whole.credentialSchema.id) === type ? [id] : [])),
  };
}

function outsideUntilMs(stored: StoredCredential, facts: ViewFacts): number | null {
  const { newPapers } = stored;
  const byLog = facts.outsideUntilMs(stored);
  return newPapers ? Math.max(byLog ?? 0, untilMs(newPapers)) : byLog;
}

function stateOf(stored: StoredCredential, { cell, nowMs }: ViewFacts): CredentialState {
  const { whole, newPapers } = stored;
  if (newPapers?.isRevoked) return 'revoked';
  const issuer =
    cell?.issuer(scidOf(whole.issuer) ?? '', whole.credentialStatus?.statusListCredential) ?? null;
  if (issuer !== null) {
    const index = Number(whole.credentialStatus?.statusListIndex ?? -1);
    const [digest] = digestsOf(stored);
    if (!issuer.issuesAt(index).some(({ digests }) => digests[0] === digest)) return 'unknown';
    if (issuer.isRevoked(index)) return 'revoked';
  }
  if (Date.parse(whole.validUntil) < nowMs) return 'expired';
  if (Date.parse(whole.validFrom) > nowMs) return 'not-yet-valid';
  return issuer === null && !newPapers ? 'unknown' : 'valid';
}

function isOfFormerKey(subject: string, jwt: string, cell: CellFacts | null): boolean {
  const keys = cell?.issuer(scidOf(subject) ?? '')?.keys;
  return keys !== undefined && keys.at(-1) !== holderMultikey(jwt);
}

export function checkView(
  result: { ok: true; value: CheckedCredential } | { ok: false; error: Refusal },
  nameOf: (did: string) => string | null,
): CheckView {
  if (!result.ok) return { ...result.error, ok: false };
  const { value } = result;
  const { form, id, issuer, issuerName, issuerLeftAtMs, vouchedBy, subject, type, typeId, standing } = value;
  return {
    ok: true,
    value: {
      ...{ form, id, issuerLeftAtMs, vouchedBy, type, typeId, cell: value.cell },
      issuer: { did: issuer, name: nameOf(issuer) ?? issuerName },
      subject: subject === null ? null : { did: subject, name: nameOf(subject) },
      claims: value.claims as ClaimValues,
      missing: [...value.missing],
      validFromMs: value.validFromMs,
      validUntilMs: value.validUntilMs,
      bound: value.bound,
      standing: standing && { cell: standing.name, dayMs: standing.day * DAY_MS },
    },
  };
}

export function standingView({
  standing: { cell, name, q, members, day },
  words,
}: {
  readonly standing: Standing;
  readonly words: readonly string[];
}): StandingView {
  return { cell, name, q, members: members.length, dayMs: day * DAY_MS, words: [...words] };
}

export function voucherView({ kind, id, name, papers, atMs }: StoredVoucher): VoucherView {
  const dayMs = kind === 'cell' ? (JSON.parse(papers) as Standing).day * DAY_MS : null;
  return { kind, id, name, atMs, dayMs };
}
