/**
 * What scrypt made of the passphrase of planned backups, sealed by the identity key: whoever opens that can make them,
 * and nobody else learns from the home how to open one.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { decodeBase64url, encodeBase64url } from '../../crypto/base64url.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';
import { NONCE_BYTES, unwrap, wrap } from '../../identity/key-protection.ts';
import type { BackupKey } from './backup-key.ts';

const INFO = 'ghoststack/backup-plan/v1';
const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/);

export const PlanKey = z.strictObject({
  log2N: z.int(),
  r: z.int(),
  p: z.int(),
  salt: base64url,
  nonce: base64url,
  sealed: base64url,
});
export type PlanKey = z.infer<typeof PlanKey>;

export function sealPlanKey(identity: SigningKey, { root, salt, cost }: BackupKey): PlanKey {
  const nonce = randomBytes(NONCE_BYTES);
  const key = sealingKey(identity, salt);
  const sealed = wrap(key, nonce, Buffer.from(INFO, 'utf8'), root);
  key.fill(0);
  return {
    ...cost,
    salt: encodeBase64url(salt),
    nonce: encodeBase64url(nonce),
    sealed: encodeBase64url(sealed),
  };
}

/** Null if it was sealed by another identity, or was changed. */
export function openPlanKey(identity: SigningKey, plan: PlanKey): BackupKey | null {
  const { log2N, r, p } = plan;
  const salt = decodeBase64url(plan.salt);
  const key = sealingKey(identity, salt);
  const root = unwrap(
    key,
    decodeBase64url(plan.nonce),
    Buffer.from(INFO, 'utf8'),
    decodeBase64url(plan.sealed),
  );
  key.fill(0);
  return root && { root, salt, cost: { log2N, r, p } };
}

function sealingKey(identity: SigningKey, salt: Uint8Array): Uint8Array {
  const seed = identity.exportSeed();
  const key = new Uint8Array(hkdfSync('sha256', seed, salt, INFO, 32));
  seed.fill(0);
  return key;
}
