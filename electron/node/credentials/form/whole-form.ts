/** The whole form: a document with a proof of `eddsa-jcs-2022`. Whoever has it can show it. */
import { z } from 'zod';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { verifyDocument } from '../../identity/data-integrity.ts';
import { WHOLE_MAX_BYTES } from '../limits.ts';
import { refused } from '../refusal.ts';
import type { JsonObject } from '../sd-jwt/index.ts';
import { Did, frameOf, MEMBERS, parsed, UuidUrn } from './members.ts';
import { Proof, requireProof } from './proof.ts';
import type { ReadCredential } from './read-credential.ts';

const Whole = z.strictObject({
  ...MEMBERS,
  id: UuidUrn,
  credentialSubject: z.looseObject({ id: Did }),
  proof: Proof,
});
export type WholeCredential = z.infer<typeof Whole>;

/** Its form. Throws `too-large`, `malformed` or `unsupported`. */
export function readWhole(value: JsonObject): ReadCredential {
  const canonical = canonicalize(value);
  const bytes = Buffer.byteLength(canonical, 'utf8');
  if (bytes > WHOLE_MAX_BYTES) {
    throw refused('too-large', 'error.credential.wholeLarge', {
      bytes: { bytes },
      limit: { bytes: WHOLE_MAX_BYTES },
    });
  }
  const whole = parsed(Whole, value);
  const frame = frameOf(whole);
  requireProof(whole.proof, { created: whole.validFrom, code: 'unsupported' });
  const { id: subject, ...claims } = whole.credentialSubject;
  return {
    form: 'whole',
    frame,
    method: whole.proof.verificationMethod,
    digest: sha256Hex(canonical),
    isSignedBy: (publicKey) => verifyDocument(value, publicKey),
    open: () => ({ id: whole.id, subject, claims }),
    binding: null,
  };
}
