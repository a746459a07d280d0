/**
 * Whether a credential holds: the rules in their one order, the first refusal wins (docs/protocol.md, "Credentials").
 * Pure: clock, log, standings and nonces are facts that the policy brings.
 */
import { says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { parseEntry } from '../../log/signed-entry.ts';
import { isDidKey, multikeyOfMethod } from '../form/issuer.ts';
import type { CredentialFrame } from '../form/members.ts';
import type { OpenedCredential, ReadCredential } from '../form/read-credential.ts';
import { readSelective } from '../form/selective-form.ts';
import { readWhole } from '../form/whole-form.ts';
import { CLOCK_SKEW_MS } from '../limits.ts';
import { type Bundle, readHanded } from '../presenting/bundle.ts';
import { type Checked, checked, refused } from '../refusal.ts';
import { reading } from '../sd-jwt/index.ts';
import { requireAttested, takeStandings } from '../standing/accept-standing.ts';
import { readStandings, type Standing } from '../standing/standing.ts';
import { type Claims, faultOfClaims } from '../type/claims-of-type.ts';
import { isContextOfType } from '../type/context-of-type.ts';
import { type CredentialType, definedType, MESH_MEMBER } from '../type/credential-type.ts';
import { inferredType } from '../type/inferred-type.ts';
import { schemaDigest } from '../type/json-schema.ts';
import { findVoucher } from './find-voucher.ts';
import { isBindingAsked, requireHolder } from './holder.ts';
import type { CheckPolicy } from './policy.ts';
import { statusPapers } from './status-papers.ts';
import type { IssuerKey, Voucher } from './voucher.ts';

export interface CheckedCredential {
  readonly form: 'whole' | 'sd-jwt';
  /** Null where the holder keeps it back. */
  readonly id: string | null;
  readonly issuer: string;
  /** As the cell or the verifier calls it. */
  readonly issuerName: string;
  /** When the issuer left its cell: it can revoke nothing any more. */
  readonly issuerLeftAtMs: number | null;
  /**
   * Who says that it was issued: the verifier's own cell, another cell's standing, the issuer alone (a stolen key would
   * not be noticed), or nothing but a key.
   */
  readonly vouchedBy: Voucher['vouchedBy'];
  /** What the cell is called whose own log vouches for it; null where another does. */
  readonly cell: string | null;
  /** The subject's DID; null where the holder keeps it back. */
  readonly subject: string | null;
  /** The name of its type, and which type of that name. */
  readonly type: string;
  readonly typeId: string;
  /** What is shown, without `id`. */
  readonly claims: Claims;
  /** What was asked for and is not shown. */
  readonly missing: readonly string[];
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** Whether its holder proved to be the one it was issued to. Without that it could be anybody's copy. */
  readonly bound: boolean;
  /** The nonce that is used up by this, to be kept until its request expires. */
  readonly nonce: string | null;
  /** The standing that this rests on, to be kept as the accepted one of its cell. */
  readonly standing: Standing | null;
}

/**
 * @param presentation a bundle (text or value), the text of an SD-JWT, or a whole credential (text or value)
 * @returns what a verifier may rely on, or why it may not: a code of the closed list, and a sentence. Never throws.
 */
export function checkCredential(presentation: unknown, policy: CheckPolicy = {}): Checked<CheckedCredential> {
  return checked(() => check(presentation, policy, policy.nowMs ?? Date.now()));
}

function check(presentation: unknown, policy: CheckPolicy, nowMs: number): CheckedCredential {
  // Too large, malformed, unsupported.
  const bundle = readHanded(presentation);
  const read = readForm(bundle);
  const status = statusPapers(bundle);
  const type = typeOf(read, bundle, policy);
  if (type !== null) requireContext(read.frame, type);
  // Who says so, and by which key.
  const handed = readStandings(bundle.standing ?? []);
  for (const one of handed) requireAttested(one);
  const accepted = takeStandings(policy.standings ?? [], handed, nowMs);
  const { issuer: did, status: named } = read.frame;
  const list = named?.list;
  const voucher = findVoucher({ did, list, bundle, status, policy, accepted, handed, nowMs });
  const key = requireKey(read, bundle, voucher);
  if (!read.isSignedBy(key.publicKey)) {
    throw refused('bad-signature', 'error.credential.changed', { issuer: voucher.name });
  }
  // What it says.
  const opened = read.open();
  requireSchema({ read, opened, type, policy });
  requireTimes(read.frame, nowMs);
  // Whether it was issued, and still holds.
  voucher.requireAnchored(read, key);
  voucher.requireStatus(read);
  const isAsked = isBindingAsked(policy, read.form);
  const nonce = isAsked ? requireHolder(read, policy, nowMs) : null;
  return answer({ read, opened, voucher, policy, nonce });
}

function readForm({ presentation, credential }: Bundle): ReadCredential {
  return presentation === undefined ? readWhole(credential ?? {}) : readSelective(presentation);
}

/** Null for one that nobody here defined. */
function typeOf(read: ReadCredential, { type: text }: Bundle, policy: CheckPolicy): CredentialType | null {
  const { typeId, type, issuer } = read.frame;
  if (typeId === MESH_MEMBER.id) return MESH_MEMBER;
  const known = policy.typeOf?.(typeId) ?? null;
  if (known !== null) return known;
  if (text !== undefined) {
    // Its id is the hash of the entry that defines it, so it may come from anybody.
    const { hash, entry } = reading(() => parseEntry(text));
    return hash === typeId && entry.kind === 'define' ? definedType(hash, entry.body) : null;
  }
  if (read.form !== 'whole' || !isDidKey(issuer)) return null;
  const inferred = inferredType(type, read.open().claims);
  return 'type' in inferred && inferred.type.id === typeId ? inferred.type : null;
}

function requireContext(frame: CredentialFrame, type: CredentialType): void {
  if (!isContextOfType(frame.context, type)) {
    throw refused('unsupported', 'error.credential.context', { type: type.type });
  }
}

function requireKey({ method, frame }: ReadCredential, { jwk }: Bundle, voucher: Voucher): IssuerKey {
  const multikey = multikeyOfMethod(method, frame.issuer);
  const key = multikey === null ? null : voucher.keyOf(multikey);
  if (key === null) throw refused('key-unknown', 'error.credential.keyUnknown', { issuer: voucher.name });
  if (jwk !== undefined && jwk.x !== encodeBase64url(key.publicKey)) {
    throw refused('malformed', 'error.credential.malformed', { what: says('error.credential.part.jwk') });
  }
  return key;
}

function requireSchema(of: {
  read: ReadCredential;
  opened: OpenedCredential;
  type: CredentialType | null;
  policy: CheckPolicy;
}): void {
  const { read, opened, type, policy } = of;
  const { frame } = read;
  if (type === null) throw refused('schema', 'error.credential.typeUnknown', { type: frame.type });
  if (type.type !== frame.type || schemaDigest(type) !== frame.digestSRI) {
    throw refused('schema', 'error.credential.schemaOther', { type: frame.type });
  }
  const fault = faultOfClaims(type, opened.claims, { isWhole: read.form === 'whole' });
  if (fault !== null)
    throw refused('schema', 'error.credential.claimsWrong', { type: frame.type, what: fault });
  const wanted = policy.request?.type;
  if (wanted !== undefined && wanted !== type.id) {
    throw refused('schema', 'error.credential.typeNotAsked', { type: frame.type, wanted });
  }
}

function requireTimes({ validFromMs, validUntilMs }: CredentialFrame, nowMs: number): void {
  if (validFromMs > nowMs + CLOCK_SKEW_MS) {
    throw refused('not-yet-valid', 'error.credential.notYetValid', { at: { atMs: validFromMs } });
  }
  if (validUntilMs < nowMs - CLOCK_SKEW_MS) {
    throw refused('expired', 'error.credential.expired', { at: { atMs: validUntilMs } });
  }
}

function answer(of: {
  read: ReadCredential;
  opened: OpenedCredential;
  voucher: Voucher;
  policy: CheckPolicy;
  nonce: string | null;
}): CheckedCredential {
  const { read, opened, voucher, policy, nonce } = of;
  const { frame, form } = read;
  const asked = policy.request?.fields ?? [];
  return {
    form,
    id: opened.id,
    issuer: frame.issuer,
    issuerName: voucher.name,
    issuerLeftAtMs: voucher.leftAtMs,
    vouchedBy: voucher.vouchedBy,
    cell: voucher.cell,
    subject: opened.subject,
    type: frame.type,
    typeId: frame.typeId,
    claims: opened.claims,
    missing: asked.filter((name) => !Object.hasOwn(opened.claims, name)),
    validFromMs: frame.validFromMs,
    validUntilMs: frame.validUntilMs,
    bound: nonce !== null,
    nonce,
    standing: voucher.standing,
  };
}
