/** The list in which an issuer says what it revoked (Bitstring Status List 1.0 §2.2), as a credential of its own. */
import { z } from 'zod';
import { bitsOf } from '#shared/protocol/credentials/list-bits.ts';
import { V2_CONTEXT_URL } from '#shared/protocol/credentials/v2-context.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { signDocument, verifyDocument } from '../../identity/data-integrity.ts';
import { type Issuer, methodOf } from '../form/issuer.ts';
import { Proof, requireProof } from '../form/proof.ts';
import { Time, timeOf, timeText } from '../form/time.ts';
import { checked, refused } from '../refusal.ts';
import type { JsonObject } from '../sd-jwt/index.ts';
import { packBits, unpackBits } from './bitstring.ts';

const LIST_TTL_MS = 7 * DAY_MS;
const LIST_VALID_MS = 30 * DAY_MS;

/** The context of VC 2.0 knows the word in an entry only; in a list some verifiers ask for it. */
const CONTEXT = [V2_CONTEXT_URL, { statusSize: 'https://www.w3.org/ns/credentials/status#statusSize' }];

const StatusList = z.strictObject({
  '@context': z.unknown(),
  id: z.string().max(64),
  type: z.tuple([z.literal('VerifiableCredential'), z.literal('BitstringStatusListCredential')]),
  issuer: z.string().max(512),
  validFrom: Time,
  validUntil: Time,
  credentialSubject: z.strictObject({
    id: z.string().max(80),
    type: z.literal('BitstringStatusList'),
    statusPurpose: z.string().max(64),
    statusSize: z.literal(1),
    ttl: z.int().min(0),
    encodedList: z.string().max(128 * 1024),
  }),
  proof: Proof,
});

export interface ReadStatusList {
  readonly id: string;
  readonly issuer: string;
  readonly statusPurpose: string;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly bits: Uint8Array;
  /** The verification method that its proof names. */
  readonly method: string;
  isSignedBy(publicKey: Uint8Array): boolean;
}

export function listUrn(list: string): string {
  return `urn:uuid:${list}`;
}

/** @param list the uuid under which this issuer's credentials name it; @param revoked the places that are set */
export function makeStatusList(
  issuer: Issuer,
  { list, revoked, atMs }: { list: string; revoked: Iterable<number>; atMs: number },
): JsonObject {
  const id = listUrn(list);
  const created = timeText(atMs);
  const document = {
    '@context': CONTEXT,
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: issuer.did,
    validFrom: created,
    validUntil: timeText(atMs + LIST_VALID_MS),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      statusSize: 1,
      ttl: LIST_TTL_MS,
      encodedList: `u${packBits(bitsOf(revoked))}`,
    },
  };
  return signDocument(document, issuer.key, { created, verificationMethod: methodOf(issuer) });
}

/** Its form; whose it is and whether it is signed is for the caller to ask. Throws `status-invalid`, `too-large`. */
export function readStatusList(value: unknown): ReadStatusList {
  const read = StatusList.safeParse(value);
  if (!read.success || canonicalize(read.data['@context']) !== canonicalize(CONTEXT)) {
    throw refused('status-invalid', 'error.credential.listForm');
  }
  const { id, issuer, credentialSubject, validFrom, validUntil, proof } = read.data;
  const { statusPurpose, encodedList } = credentialSubject;
  if (!encodedList.startsWith('u')) throw refused('status-invalid', 'error.credential.listForm');
  requireProof(proof, { created: null, code: 'status-invalid' });
  return {
    id,
    issuer,
    statusPurpose,
    validFromMs: timeOf(validFrom),
    validUntilMs: timeOf(validUntil),
    bits: unpackBits(encodedList.slice(1)),
    method: proof.verificationMethod,
    isSignedBy: (publicKey) => verifyDocument(value as JsonObject, publicKey),
  };
}

/** The bits of a list that is well-formed, whoever signed it; null for anything else. */
export function readListOf(value: unknown): Uint8Array | null {
  const read = checked(() => readStatusList(value));
  return read.ok ? read.value.bits : null;
}
