import { decodeBase64url } from '../../crypto/base64url.ts';
import { encodeMultikey } from '../../crypto/multikey.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import type { RecoveryCode } from '../joining/invitation.ts';
import { recoveryProof, signRecovery } from './recovery-proof.ts';
import type { RecoveryRecord } from './recovery-record.ts';

interface Asking {
  readonly code: RecoveryCode;
  /** With which the machine dials: Ed25519, 32 bytes. */
  readonly asker: Uint8Array;
  /** To which the member's newest version committed; null while it is not at hand. */
  readonly key: SigningKey | null;
}

/** What a machine asks the member at the step at which it stands. */
export function recoveryQuestion(
  { step, told: answered, wanted }: RecoveryRecord,
  { code, asker, key }: Asking,
): object {
  const { cell } = code;
  const proof = recoveryProof(decodeBase64url(code.secret), cell, asker);
  const head = { v: 1, ask: 'recovery', cell, proof };
  if (step === 'proving' && key && answered) {
    const signature = signRecovery(key, { cell, nonce: answered.nonce, asker });
    return { ...head, key: encodeMultikey('ed25519', key.publicKey), signature };
  }
  if (step === 'parting') return { ...head, differ: true };
  return step === 'agreed' && wanted ? { ...head, ...wanted } : head;
}
