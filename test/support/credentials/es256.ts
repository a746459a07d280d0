import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { SignBytes, VerifySignature } from '../../../electron/node/credentials/sd-jwt/jws.ts';

/** ES256 (RFC 7518 §3.4), which the product does not have: RFC 9901's own examples are signed with it. */
export function es256Verifier(jwk: unknown): VerifySignature {
  const key = createPublicKey({ key: jwk as never, format: 'jwk' });
  return (input, signature, { alg }) => alg === 'ES256' && holds(key, input, signature);
}

/** Of a holder, by the key in `cnf`. */
export function es256Holder(cnf: unknown, ...of: Parameters<VerifySignature>): boolean {
  return es256Verifier((cnf as { jwk: unknown }).jwk)(...of);
}

function holds(key: KeyObject, input: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

export function es256Pair(): { sign: SignBytes; jwk: Record<string, unknown> } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return {
    sign: (input) => new Uint8Array(sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })),
    jwk: publicKey.export({ format: 'jwk' }) as Record<string, unknown>,
  };
}
