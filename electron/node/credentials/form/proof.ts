/** The proof of a whole credential: exactly these members, of the one cryptosuite (docs/protocol.md, "did:webvh"). */
import { z } from 'zod';
import { refused } from '../refusal.ts';
import { Time } from './time.ts';

/** What would change its meaning (`expires`, `previousProof`, `domain`, `challenge`, `nonce`) is no member of it. */
export const Proof = z.strictObject({
  '@context': z.unknown(),
  type: z.string().max(64),
  cryptosuite: z.string().max(64),
  created: Time,
  verificationMethod: z.string().max(600),
  proofPurpose: z.string().max(64),
  proofValue: z.string().max(128),
});
export type Proof = z.infer<typeof Proof>;

/** @param created what it must be, the credential's `validFrom`; null where it is not asked */
export function requireProof(
  { type, cryptosuite, proofPurpose, created }: Proof,
  wanted: { created: string | null; code: 'unsupported' | 'status-invalid' },
): void {
  const wrong =
    type !== 'DataIntegrityProof'
      ? type
      : cryptosuite !== 'eddsa-jcs-2022'
        ? cryptosuite
        : proofPurpose !== 'assertionMethod'
          ? proofPurpose
          : null;
  if (wrong !== null) throw refused(wanted.code, 'error.credential.proofKind', { value: wrong });
  if (wanted.created !== null && wanted.created !== created) {
    throw refused('malformed', 'error.credential.proofTime');
  }
}
