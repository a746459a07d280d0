import { type Saying, says } from '#shared/protocol/saying.ts';
import { decodeMultikey, encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { type JsonObject, signDocument, verifyDocument } from '../data-integrity.ts';
import type { EntryProof } from './entry.ts';
import { parseVersionTime } from './version-time.ts';

/** An `eddsa-jcs-2022` proof by the key, under its did:key. @param created a UTC time in ISO 8601 */
export function proofOf(document: JsonObject, key: SigningKey, created: string): EntryProof {
  const multikey = encodeMultikey('ed25519', key.publicKey);
  const verificationMethod = `did:key:${multikey}#${multikey}`;
  const { proof } = signDocument(document, key, { created, verificationMethod });
  const { type, cryptosuite, proofPurpose, proofValue } = proof;
  return { type, cryptosuite, created, verificationMethod, proofPurpose, proofValue };
}

/** The Multikey that a proof names; null unless it is `did:key:KEY#KEY`, both the same. */
export function keyOfProof(proof: EntryProof): string | null {
  const [, body, fragment] = /^did:key:([^#]+)#(.+)$/.exec(proof.verificationMethod) ?? [];
  return body !== undefined && body === fragment ? body : null;
}

/** What is wrong with a proof of the document by one of these Ed25519 Multikeys, or null if it holds. */
export function faultOfProof(
  document: JsonObject,
  proof: EntryProof,
  allowed: readonly string[],
): Saying | null {
  if (proof.type !== 'DataIntegrityProof' || proof.cryptosuite !== 'eddsa-jcs-2022') {
    return says('error.didLog.proof.suite');
  }
  if (proof.proofPurpose !== 'assertionMethod') return says('error.didLog.proof.purpose');
  if (proof.created !== undefined && parseVersionTime(proof.created) === null) {
    return says('error.didLog.proof.time');
  }
  const key = keyOfProof(proof);
  if (key === null) return says('error.didLog.proof.keyName');
  if (!allowed.includes(key)) return says('error.didLog.proof.keyNotAllowed');
  return verifyDocument({ ...document, proof }, decodeMultikey(key).publicKey)
    ? null
    : says('error.didLog.proof.signature');
}
