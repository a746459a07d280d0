import { createHmac } from 'node:crypto';
import { encodeBase64url } from '../../crypto/base64url.ts';
import type { SigningKey } from '../../crypto/signing-key.ts';

/** The nonce of somebody's `enter`: the same whenever it is made, and told to nobody but those who are listed. */
export function enterNonce(key: Pick<SigningKey, 'exportSeed'>, cell: string): string {
  const seed = key.exportSeed();
  try {
    const mac = createHmac('sha256', seed).update(`ghoststack/enter/v1\n${cell}`).digest();
    return encodeBase64url(new Uint8Array(mac));
  } finally {
    seed.fill(0);
  }
}
