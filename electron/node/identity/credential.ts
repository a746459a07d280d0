/** Verifiable credentials (W3C VC Data Model 2.0) secured with `eddsa-jcs-2022`. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import { type JsonObject, signDocument, verificationMethodOf, verifyDocument } from './data-integrity.ts';
import { publicKeyFromDid } from './did-key.ts';

const CREDENTIAL_MAX_BYTES = 64 * 1024;

/** The second defines every term that the first does not, so that claims of our own have a meaning at all. */
const CONTEXT = [
  'https://www.w3.org/ns/credentials/v2',
  'https://www.w3.org/ns/credentials/undefined-terms/v2',
];

const Credential = z.looseObject({
  '@context': z.array(z.string()).min(1),
  id: z.string(),
  type: z.tuple([z.literal('VerifiableCredential'), z.string()]),
  issuer: z.string(),
  validFrom: z.string(),
  credentialSubject: z.looseObject({ id: z.string() }),
  proof: z.looseObject({}),
});
export type Credential = z.infer<typeof Credential>;

export interface CredentialContent {
  /** The issuer's did:key. */
  readonly issuer: string;
  /** The subject's did:key. */
  readonly subject: string;
  readonly type: string;
  readonly claims: JsonObject;
  readonly atMs: number;
}

/** Throws `invalid-argument`, `malformed` (claims that are not plain JSON) or `too-large`. */
export function makeCredential(key: SigningKey, content: CredentialContent): Credential {
  const { issuer, subject, type, claims, atMs } = content;
  if (typeof type !== 'string' || !/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(type)) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.identity.credentialType', { type: JSON.stringify(type) }),
    );
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw new GhostStackError('invalid-argument', says('error.identity.claimsNotObject'));
  }
  if (Object.hasOwn(claims, 'id')) {
    throw new GhostStackError('invalid-argument', says('error.identity.claimNamedId'));
  }
  const bytes = Buffer.byteLength(canonicalize(claims), 'utf8');
  if (bytes > CREDENTIAL_MAX_BYTES) {
    throw new GhostStackError(
      'too-large',
      says('error.identity.claimsTooLarge', { limit: CREDENTIAL_MAX_BYTES, bytes }),
    );
  }
  const at = `${new Date(atMs).toISOString().slice(0, 19)}Z`;
  const document = {
    '@context': CONTEXT,
    id: `urn:uuid:${randomUUID()}`,
    type: ['VerifiableCredential', type] as ['VerifiableCredential', string],
    issuer,
    validFrom: at,
    credentialSubject: { ...claims, id: subject },
  };
  return signDocument(document, key, {
    created: at,
    verificationMethod: `${issuer}#${issuer.slice('did:key:'.length)}`,
  });
}

/** Whether the credential's issuer, a did:key, signed exactly this. Any value may be asked about. */
export function isCredentialValid(value: unknown, nowMs: number): boolean {
  const parsed = Credential.safeParse(value);
  if (!parsed.success) return false;
  const credential = parsed.data;
  const { issuer } = credential;
  if (verificationMethodOf(credential) !== `${issuer}#${issuer.slice('did:key:'.length)}`) return false;
  const validFromMs = Date.parse(credential.validFrom);
  if (!(validFromMs <= nowMs)) return false;
  try {
    return verifyDocument(credential, publicKeyFromDid(issuer));
  } catch {
    return false;
  }
}
