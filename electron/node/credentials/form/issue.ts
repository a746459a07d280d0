/** One issuance in both of its forms, with one id and one place in the issuer's list. */
import { randomUUID } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { signDocument } from '../../identity/data-integrity.ts';
import { VALIDITY_DAYS, VALIDITY_DAYS_MAX } from '../limits.ts';
import { type ClaimPath, type JsonObject, joinSdJwt, packClaims, writeJws } from '../sd-jwt/index.ts';
import { listUrn } from '../status/status-list.ts';
import { type Claims, faultOfClaims } from '../type/claims-of-type.ts';
import { contextOfType } from '../type/context-of-type.ts';
import { type CredentialType, typeUrn } from '../type/credential-type.ts';
import { schemaDigest } from '../type/json-schema.ts';
import { type Issuer, methodOf } from './issuer.ts';
import { ALG, CREDENTIAL_CTY, CREDENTIAL_TYP, readSelective } from './selective-form.ts';
import { timeText } from './time.ts';
import { readWhole, type WholeCredential } from './whole-form.ts';

export interface IssueRequest {
  readonly type: CredentialType;
  /** @property publicKey the subject's signing key, 32 bytes: who shows it, proves to have it */
  readonly subject: { readonly did: string; readonly publicKey: Uint8Array };
  readonly claims: Claims;
  readonly atMs: number;
  /** 1 to 731; 365 unless said. */
  readonly days?: number;
  /** The list (a uuid) and the place in it; null with a did:key, which has none. */
  readonly status: { readonly list: string; readonly index: number } | null;
  /** A uuid, for vectors; random where it is left out. */
  readonly id?: string;
  readonly saltOf?: (path: ClaimPath) => string;
}

/** What the holder gets. */
export interface IssuedCredential {
  readonly id: string;
  readonly whole: WholeCredential;
  /** The issuer-signed JWT and all disclosures, as they are spelled. */
  readonly jwt: string;
  readonly disclosures: readonly string[];
  /** Of both forms, as the entry `issue` names them: hex. */
  readonly digests: readonly [string, string];
}

/** The paths of all that the SD-JWT form conceals. */
function concealedOf(subject: JsonObject): ClaimPath[] {
  return [['id'], ...Object.keys(subject).map((name) => ['credentialSubject', name])];
}

/** Throws `invalid-argument`, `malformed` (claims that are not plain JSON) or `too-large`. */
export function issueInBothForms(issuer: Issuer, request: IssueRequest): IssuedCredential {
  const { type, subject, claims, atMs, status, days = VALIDITY_DAYS } = request;
  const fault = faultOfClaims(type, claims, { isWhole: true });
  if (fault !== null) throw invalid(says('error.credential.claimsNotOf', { type: type.type, what: fault }));
  if (!Number.isSafeInteger(days) || days < 1 || days > VALIDITY_DAYS_MAX) {
    throw invalid(says('error.credential.days', { limit: VALIDITY_DAYS_MAX }));
  }
  const validFrom = timeText(atMs);
  const id = `urn:uuid:${request.id ?? randomUUID()}`;
  const document = {
    '@context': contextOfType(type),
    id,
    type: ['VerifiableCredential', type.type],
    issuer: issuer.did,
    validFrom,
    validUntil: timeText(atMs + days * DAY_MS),
    credentialSubject: { ...claims, id: subject.did },
    credentialSchema: { id: typeUrn(type), type: 'JsonSchema', digestSRI: schemaDigest(type) },
    ...(status === null ? {} : { credentialStatus: statusEntry(status) }),
  };
  const method = methodOf(issuer);
  const whole = signDocument(document, issuer.key, { created: validFrom, verificationMethod: method });
  const jwk = { crv: 'Ed25519', kty: 'OKP', x: encodeBase64url(subject.publicKey) };
  const { payload, disclosures } = packClaims(document, {
    concealed: concealedOf(document.credentialSubject),
    ...(request.saltOf ? { saltOf: request.saltOf } : {}),
  });
  const header = { alg: ALG, cty: CREDENTIAL_CTY, kid: method, typ: CREDENTIAL_TYP };
  const jwt = writeJws(header, { ...payload, cnf: { jwk } }, (input) => issuer.key.sign(input));
  const texts = disclosures.map(({ text }) => text);
  // What we issue is what we would read: sizes and form are judged by the reader's own rules.
  readWhole(whole);
  readSelective(joinSdJwt(jwt, texts));
  return {
    id,
    whole: whole as unknown as WholeCredential,
    jwt,
    disclosures: texts,
    digests: [sha256Hex(canonicalize(whole)), sha256Hex(jwt)],
  };
}

function statusEntry({ list, index }: { list: string; index: number }): JsonObject {
  return {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(index),
    statusListCredential: listUrn(list),
  };
}

function invalid(what: Saying): GhostStackError {
  return new GhostStackError('invalid-argument', what);
}
