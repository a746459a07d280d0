/** Data Integrity proofs of the cryptosuite `eddsa-jcs-2022` (W3C vc-di-eddsa 1.0 §3.3). */
import { z } from 'zod';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256 } from '../crypto/hash.ts';
import { decodeMultibase, encodeMultibase } from '../crypto/multibase.ts';
import { verifySignature } from '../crypto/signature-rule.ts';
import type { SigningKey } from '../crypto/signing-key.ts';

export type JsonObject = { readonly [name: string]: unknown };

const Proof = z.looseObject({
  type: z.literal('DataIntegrityProof'),
  cryptosuite: z.literal('eddsa-jcs-2022'),
  verificationMethod: z.string().max(512),
  proofPurpose: z.string().max(64),
  proofValue: z.string().max(256),
  '@context': z.unknown().optional(),
});
export type DataIntegrityProof = z.infer<typeof Proof>;

/** SHA-256 of the proof's options, then of the document: what is signed (§3.3.4). */
function hashData(options: JsonObject, document: JsonObject): Uint8Array {
  const digest = (value: JsonObject) => sha256(Buffer.from(canonicalize(value), 'utf8'));
  return Buffer.concat([digest(options), digest(document)]);
}

/** @param created an XML Schema dateTimeStamp, for example `2026-11-23T10:00:00Z` */
export function signDocument<D extends JsonObject>(
  document: D,
  key: Pick<SigningKey, 'sign'>,
  { created, verificationMethod }: { created: string; verificationMethod: string },
): D & { readonly proof: DataIntegrityProof } {
  const options = {
    type: 'DataIntegrityProof' as const,
    cryptosuite: 'eddsa-jcs-2022' as const,
    created,
    verificationMethod,
    proofPurpose: 'assertionMethod',
    ...(document['@context'] === undefined ? {} : { '@context': document['@context'] }),
  };
  const proofValue = encodeMultibase('base58btc', key.sign(hashData(options, document)));
  return { ...document, proof: { ...options, proofValue } };
}

/** The verification method that a document's proof names, or null if it has no proof of this suite. */
export function verificationMethodOf(secured: JsonObject): string | null {
  const proof = Proof.safeParse(secured.proof);
  return proof.success ? proof.data.verificationMethod : null;
}

/** Whether the owner of the key made the proof, for assertion, over exactly this document. Never throws. */
export function verifyDocument(secured: JsonObject, publicKey: Uint8Array): boolean {
  const parsed = Proof.safeParse(secured.proof);
  if (!parsed.success || parsed.data.proofPurpose !== 'assertionMethod') return false;
  const { proofValue, ...options } = parsed.data;
  const { proof: _, ...document } = secured;
  try {
    // The proof's context must be the document's (a longer one would give its terms other meanings).
    if (canonicalize(options['@context'] ?? null) !== canonicalize(document['@context'] ?? null))
      return false;
    if (!proofValue.startsWith('z')) return false;
    return verifySignature(decodeMultibase(proofValue), hashData(options, document), publicKey);
  } catch {
    return false;
  }
}
