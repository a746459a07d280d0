import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../electron/node/crypto/hash.ts';
import {
  deriveWrappingKey,
  type KeyProtection,
  NONCE_BYTES,
  SALT_BYTES,
  SCRYPT,
  type ScryptN,
  wrap,
} from '../../electron/node/identity/key-protection.ts';
import { unlockKeyStore } from '../../electron/node/identity/key-store.ts';

/** Puts a key store in the place of one, under a passphrase as it was sealed when scrypt cost less. */
export async function writeOlder(
  path: string,
  current: KeyProtection,
  n: ScryptN,
  protection: Extract<KeyProtection, { kind: 'passphrase' }>,
): Promise<void> {
  const key = await unlockKeyStore(path, current);
  const { sealed: _sealed, checksum: _checksum, ...header } = JSON.parse(readFileSync(path, 'utf8'));
  const [salt, nonce] = [randomBytes(SALT_BYTES), randomBytes(NONCE_BYTES)];
  header.protection = 'passphrase';
  header.kdf = { name: 'scrypt', n, r: SCRYPT.r, p: SCRYPT.p, salt: salt.toString('base64url') };
  header.nonce = nonce.toString('base64url');
  const data = Buffer.from(canonicalize(header), 'utf8');
  const sealed = wrap(await deriveWrappingKey(protection, salt, n), nonce, data, key.exportSeed());
  const content = { ...header, sealed: Buffer.from(sealed).toString('base64url') };
  writeFileSync(path, JSON.stringify({ ...content, checksum: sha256Hex(canonicalize(content)) }), {
    mode: 0o600,
  });
}
