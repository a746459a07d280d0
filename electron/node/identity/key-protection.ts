import { createCipheriv, createDecipheriv, hkdfSync, type ScryptOptions, scrypt } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { PASSPHRASE_MAX_BYTES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';

/** What opens a key store: a passphrase, or 32 random bytes that a keychain or a key file holds. */
export type KeyProtection =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'secret'; readonly secret: Uint8Array; readonly origin: 'keychain' | 'key-file' };

/** The same as the file's header names it. */
export type ProtectionName = 'passphrase' | 'keychain' | 'key-file';

/**
 * What scrypt may cost (RFC 7914): a file that names anything else is none of ours. Newest last; what is sealed more
 * cheaply is sealed anew when it is opened.
 */
export const SCRYPT_NS = [2 ** 16, 2 ** 17] as const;
export type ScryptN = (typeof SCRYPT_NS)[number];
/** 128 MiB and about a second. */
export const SCRYPT = { n: (2 ** 17) satisfies ScryptN, r: 8, p: 1 } as const;
const HKDF_INFO = 'ghoststack/key-store/v1';

const KEY_BYTES = 32;
const TAG_BYTES = 16;
export const NONCE_BYTES = 12;
export const SALT_BYTES = 32;
const SECRET_BYTES = 32;

export function protectionName(protection: KeyProtection): ProtectionName {
  return protection.kind === 'passphrase' ? 'passphrase' : protection.origin;
}

/**
 * The AES key: scrypt of a passphrase (as NFKC, so that keyboards agree), HKDF-SHA256 of a secret. Runs beside the
 * event loop. Throws `invalid-argument` on an empty or oversized passphrase and on a secret of another length.
 */
export async function deriveWrappingKey(
  protection: KeyProtection,
  salt: Uint8Array,
  n: ScryptN = SCRYPT.n,
): Promise<Uint8Array> {
  if (protection.kind === 'secret') {
    if (protection.secret.length !== SECRET_BYTES) {
      throw new GhostStackError(
        'invalid-argument',
        says('error.identity.secretLength', { bytes: SECRET_BYTES }),
      );
    }
    return new Uint8Array(hkdfSync('sha256', protection.secret, salt, HKDF_INFO, KEY_BYTES));
  }
  const passphrase = Buffer.from(protection.passphrase.normalize('NFKC'), 'utf8');
  if (passphrase.length === 0 || passphrase.length > PASSPHRASE_MAX_BYTES) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.identity.passphraseLength', { limit: PASSPHRASE_MAX_BYTES }),
    );
  }
  const { r, p } = SCRYPT;
  // The limit must exceed the 128 * n * r bytes that it takes.
  const options: ScryptOptions = { N: n, r, p, maxmem: 2 * 128 * n * r };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY_BYTES, options, (error, key) => {
      passphrase.fill(0);
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** AES-256-GCM: ciphertext and tag. */
export function wrap(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The inverse; null if the key is wrong or a byte of anything was changed. */
export function unwrap(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  const tagAt = sealed.length - TAG_BYTES;
  if (tagAt < 0) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, tagAt)), decipher.final()]);
  } catch {
    return null;
  }
}
