import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { SEED_BYTES, SigningKey } from '../crypto/signing-key.ts';
import { type KeyProtection, type ProtectionName, SCRYPT } from './key-protection.ts';
import { keyStoreText, ONE_KEY_FORMAT, readKeyStoreFile, writeKeyStoreFile } from './key-store-file.ts';
import { damagedKeyStore, type KeyContent, newWrapping, openKeyStore, sealed } from './open-key-store.ts';
import { readRing } from './ring-content.ts';

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
  const bytes = key.exportSeed();
  const content: KeyContent = { format: ONE_KEY_FORMAT, name, did: key.did, createdAtMs, bytes };
  writeKeyStoreFile(path, sealed(content, await newWrapping(protection)), { replace: false });
  bytes.fill(0);
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

/** The key in use when it was written. Throws what `openKeyStore` throws. */
export async function unlockKeyStore(path: string, protection: KeyProtection): Promise<SigningKey> {
  const { content } = await openKeyStore(path, protection);
  return keyOf(path, content);
}

/**
 * Seals the same keys anew, with a new salt; what is returned puts that in the place of the old file. The old protection
 * works until then, and not after.
 */
export async function resealKeyStore(
  path: string,
  current: KeyProtection,
  next: KeyProtection,
): Promise<() => void> {
  const { content } = await openKeyStore(path, current);
  const file = sealed(content, await newWrapping(next));
  return () => writeKeyStoreFile(path, file, { replace: true });
}

/** The same keys sealed anew, as the text of a file that is kept elsewhere; this one stays as it is. */
export async function resealedKeyStore(
  path: string,
  current: KeyProtection,
  next: KeyProtection,
): Promise<string> {
  const { content } = await openKeyStore(path, current);
  return keyStoreText(sealed(content, await newWrapping(next)));
}

/** Whether it takes less work to try passphrases on it than it would if it were written now. */
export function isWeakKeyStore(path: string): boolean {
  const kdf = readKeyStoreFile(path)?.kdf;
  return kdf?.name === 'scrypt' && kdf.n < SCRYPT.n;
}

function keyOf(path: string, { format, did, bytes }: KeyContent): SigningKey {
  if (format === ONE_KEY_FORMAT) {
    if (bytes.length !== SEED_BYTES) throw damagedKeyStore(path);
    const key = SigningKey.fromSeed(bytes);
    bytes.fill(0);
    if (key.did !== did) throw damagedKeyStore(path);
    return key;
  }
  const key = readRing(bytes)?.keys.find((one) => one.key?.did === did)?.key;
  if (!key) throw damagedKeyStore(path);
  return key;
}
