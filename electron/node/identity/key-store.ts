import { randomBytes } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { SigningKey } from '../crypto/signing-key.ts';
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
import {
  KEY_STORE_FORMAT,
  type KeyStoreFile,
  KeyStoreFileHeader,
  keyStoreText,
  readKeyStoreFile,
  writeKeyStoreFile,
} from './key-store-file.ts';

export type { KeyProtection } from './key-protection.ts';

/** What can be known of a key store without opening it. Not authenticated before `unlockKeyStore`. */
export interface KeyStoreHeader {
  readonly name: string;
  readonly did: string;
  readonly protection: ProtectionName;
  readonly createdAtMs: number;
}

export interface NewKeyStore {
  /** The operator's name, 1 to 200 characters. */
  readonly name: string;
  /** A fresh key otherwise. */
  readonly key?: SigningKey;
  /** Now otherwise. */
  readonly createdAtMs?: number;
}

/** null if there is no key store. Throws `malformed`, `unsupported` or `key-file`, naming the file. */
export function readKeyStoreHeader(path: string): KeyStoreHeader | null {
  const file = readKeyStoreFile(path);
  if (file === null) return null;
  const { name, did, protection, createdAtMs } = file;
  return { name, did, protection, createdAtMs };
}

/** Writes a new key store, whole or not at all. Throws `already-exists` rather than overwrite a key. */
export async function createKeyStore(
  path: string,
  { name, key = SigningKey.generate(), createdAtMs = Date.now() }: NewKeyStore,
  protection: KeyProtection,
): Promise<SigningKey> {
  if (name.length === 0 || name.length > 200) {
    throw new GhostStackError('invalid-argument', says('error.identity.nameLength'));
  }
  const content = await seal(key, { name, createdAtMs }, protection);
  writeKeyStoreFile(path, content, { replace: false });
  return key;
}

/** The same, or what a first try left that was cut short, if it is of that name. */
export async function createOrFindKeyStore(
  path: string,
  made: NewKeyStore,
  protection: KeyProtection,
): Promise<SigningKey> {
  const known = readKeyStoreHeader(path);
  if (known === null) return createKeyStore(path, made, protection);
  if (known.name === made.name) return unlockKeyStore(path, protection);
  throw new GhostStackError('already-exists', says('error.identity.keyExists', { name: known.name }));
}

/**
 * Throws `wrong-passphrase`; `key-file` or `key-missing` for the wrong secret; `invalid-argument` if it is
 * protected in another way; `key-missing` if there is none; and what `readKeyStoreHeader` throws.
 */
export async function unlockKeyStore(path: string, protection: KeyProtection): Promise<SigningKey> {
  return open(path, requireKeyStore(path), protection);
}

/**
 * Seals the same key anew, with a new salt; what is returned puts that in the place of the old file. The old protection
 * works until then, and not after.
 */
export async function resealKeyStore(
  path: string,
  current: KeyProtection,
  next: KeyProtection,
): Promise<() => void> {
  const file = requireKeyStore(path);
  const content = await seal(await open(path, file, current), file, next);
  return () => writeKeyStoreFile(path, content, { replace: true });
}

/** The same key sealed anew, as the text of a file that is kept elsewhere; this one stays as it is. */
export async function resealedKeyStore(
  path: string,
  current: KeyProtection,
  next: KeyProtection,
): Promise<string> {
  const file = requireKeyStore(path);
  return keyStoreText(await seal(await open(path, file, current), file, next));
}

/** Whether it takes less work to try passphrases on it than it would if it were written now. */
export function isWeakKeyStore(path: string): boolean {
  const kdf = readKeyStoreFile(path)?.kdf;
  return kdf?.name === 'scrypt' && kdf.n < SCRYPT.n;
}

function requireKeyStore(path: string): KeyStoreFile {
  const file = readKeyStoreFile(path);
  if (file === null) throw new GhostStackError('key-missing', says('error.identity.noKeyStore', { path }));
  return file;
}

async function seal(
  key: SigningKey,
  { name, createdAtMs }: { readonly name: string; readonly createdAtMs: number },
  protection: KeyProtection,
): Promise<Omit<KeyStoreFile, 'checksum'>> {
  // A fresh salt each time gives a fresh key, so a nonce never meets the same key twice.
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const header: KeyStoreFileHeader = {
    format: KEY_STORE_FORMAT,
    name,
    did: key.did,
    createdAtMs,
    protection: protectionName(protection),
    kdf:
      protection.kind === 'passphrase'
        ? { name: 'scrypt', ...SCRYPT, salt: encodeBase64url(salt) }
        : { name: 'hkdf-sha256', salt: encodeBase64url(salt) },
    cipher: 'aes-256-gcm',
    nonce: encodeBase64url(nonce),
  };
  const wrappingKey = await deriveWrappingKey(protection, salt);
  const seed = key.exportSeed();
  const sealed = wrap(wrappingKey, nonce, additionalData(header), seed);
  seed.fill(0);
  wrappingKey.fill(0);
  return { ...header, sealed: encodeBase64url(sealed) };
}

async function open(path: string, file: KeyStoreFile, protection: KeyProtection): Promise<SigningKey> {
  const given = protectionName(protection);
  if (given !== file.protection) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.identity.otherProtection', {
        protection: file.protection === 'key-file' ? 'keyFile' : file.protection,
        given: given === 'key-file' ? 'keyFile' : given,
      }),
    );
  }
  const { checksum: _, sealed, ...header } = file;
  const n = header.kdf.name === 'scrypt' ? header.kdf.n : SCRYPT.n;
  const wrappingKey = await deriveWrappingKey(protection, decode(path, header.kdf.salt), n);
  const nonce = decode(path, header.nonce, NONCE_BYTES);
  const seed = unwrap(wrappingKey, nonce, additionalData(header), decode(path, sealed));
  wrappingKey.fill(0);
  if (seed === null) throw doesNotOpen(path, given);
  const key = SigningKey.fromSeed(seed);
  seed.fill(0);
  if (key.did !== file.did) throw damaged(path);
  return key;
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
  if (bytes === null || (length !== undefined && bytes.length !== length)) throw damaged(path);
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

function damaged(path: string): GhostStackError {
  return new GhostStackError('malformed', says('error.identity.keyStoreDamaged', { path }));
}
