import { randomBytes } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import {
  deriveWrappingKey,
  type KeyProtection,
  NONCE_BYTES,
  type ProtectionName,
  protectionName,
  SALT_BYTES,
  SCRYPT,
  unwrap,
  wrap,
} from './key-protection.ts';
import { type KeyStoreFile, KeyStoreFileHeader, readKeyStoreFile } from './key-store-file.ts';

/** What a protection comes to with one salt: it seals as often as it must, each time with a nonce of chance. */
export interface Wrapping {
  readonly protection: ProtectionName;
  readonly kdf: KeyStoreFileHeader['kdf'];
  /** AES-256; in the memory of this process alone. */
  readonly key: Uint8Array;
}

/** What is in a key store: a seed of 32 bytes, or a ring of keys as JSON, by its format. */
export interface KeyContent extends Pick<KeyStoreFileHeader, 'format' | 'name' | 'did' | 'createdAtMs'> {
  readonly bytes: Uint8Array;
}

export interface OpenedKeyStore {
  readonly content: KeyContent;
  readonly wrapping: Wrapping;
}

/** With a salt of its own. Runs beside the event loop. */
export async function newWrapping(protection: KeyProtection): Promise<Wrapping> {
  const salt = randomBytes(SALT_BYTES);
  const encoded = encodeBase64url(salt);
  return {
    protection: protectionName(protection),
    kdf:
      protection.kind === 'passphrase'
        ? { name: 'scrypt', ...SCRYPT, salt: encoded }
        : { name: 'hkdf-sha256', salt: encoded },
    key: await deriveWrappingKey(protection, salt),
  };
}

export function sealed(
  { format, name, did, createdAtMs, bytes }: KeyContent,
  { protection, kdf, key }: Wrapping,
): Omit<KeyStoreFile, 'checksum'> {
  const nonce = randomBytes(NONCE_BYTES);
  const header: KeyStoreFileHeader = {
    format,
    name,
    did,
    createdAtMs,
    protection,
    kdf,
    cipher: 'aes-256-gcm',
    nonce: encodeBase64url(nonce),
  };
  return { ...header, sealed: encodeBase64url(wrap(key, nonce, additionalData(header), bytes)) };
}

/**
 * Throws `wrong-passphrase`; `key-file` or `key-missing` for the wrong secret; `invalid-argument` if it is
 * protected in another way; `key-missing` if there is none; `malformed`, `unsupported` or `key-file` for the file.
 */
export async function openKeyStore(path: string, protection: KeyProtection): Promise<OpenedKeyStore> {
  const file = readKeyStoreFile(path);
  if (file === null) throw new GhostStackError('key-missing', says('error.identity.noKeyStore', { path }));
  requireProtection(file, protectionName(protection));
  const { checksum: _, sealed, ...header } = file;
  const n = header.kdf.name === 'scrypt' ? header.kdf.n : SCRYPT.n;
  const key = await deriveWrappingKey(protection, decode(path, header.kdf.salt), n);
  const nonce = decode(path, header.nonce, NONCE_BYTES);
  const bytes = unwrap(key, nonce, additionalData(header), decode(path, sealed));
  if (bytes === null) throw doesNotOpen(path, header.protection);
  const { format, name, did, createdAtMs } = header;
  return {
    content: { format, name, did, createdAtMs, bytes },
    wrapping: { protection: header.protection, kdf: header.kdf, key },
  };
}

/** What was sealed is not what the header says. */
export function damagedKeyStore(path: string): GhostStackError {
  return new GhostStackError('malformed', says('error.identity.keyStoreDamaged', { path }));
}

function requireProtection(file: KeyStoreFile, given: ProtectionName): void {
  if (given === file.protection) return;
  throw new GhostStackError(
    'invalid-argument',
    says('error.identity.otherProtection', {
      protection: file.protection === 'key-file' ? 'keyFile' : file.protection,
      given: given === 'key-file' ? 'keyFile' : given,
    }),
  );
}

function additionalData(header: KeyStoreFileHeader): Uint8Array {
  return Buffer.from(canonicalize(KeyStoreFileHeader.parse(header)), 'utf8');
}

function decode(path: string, text: string, length?: number): Uint8Array {
  let bytes: Uint8Array | null;
  try {
    bytes = decodeBase64url(text);
  } catch {
    bytes = null;
  }
  if (bytes === null || (length !== undefined && bytes.length !== length)) throw damagedKeyStore(path);
  return bytes;
}

function doesNotOpen(path: string, protection: ProtectionName): GhostStackError {
  switch (protection) {
    case 'passphrase':
      return new GhostStackError('wrong-passphrase', says('error.identity.wrongPassphrase'));
    case 'key-file':
      return new GhostStackError('key-file', says('error.identity.wrongKeyFile', { path }));
    case 'keychain':
      return new GhostStackError('key-missing', says('error.identity.wrongKeychain', { path }));
  }
}
