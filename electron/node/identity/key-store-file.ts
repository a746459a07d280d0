import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';
import { errorCode, writeFileAtomically } from '../store/atomic-file.ts';
import { storeError } from '../store/classify-error.ts';
import { readSmallFile } from '../store/small-file.ts';
import { SCRYPT, SCRYPT_NS } from './key-protection.ts';

const KEY_STORE_MAX_BYTES = 128 * 1024;
/** One seed: a key that was made and was in no home yet, or in one of an earlier version. */
export const ONE_KEY_FORMAT = 'ghoststack/key-store/v1';
/** A ring of keys (`RingContent`); `did` is that of the one in use when it was written. */
export const KEY_RING_FORMAT = 'ghoststack/key-store/v2';
const FORMATS = [ONE_KEY_FORMAT, KEY_RING_FORMAT] as const;
export type KeyStoreFormat = (typeof FORMATS)[number];

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/);

const KeyDerivation = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('scrypt'),
    n: z.literal(SCRYPT_NS),
    r: z.literal(SCRYPT.r),
    p: z.literal(SCRYPT.p),
    salt: base64url,
  }),
  z.strictObject({ name: z.literal('hkdf-sha256'), salt: base64url }),
]);

/** All but the sealed seed: the additional data under which it is sealed. */
export const KeyStoreFileHeader = z.strictObject({
  format: z.enum(FORMATS),
  name: z.string().min(1).max(200),
  did: z.string().max(100).startsWith('did:key:z6Mk'),
  createdAtMs: z.int().min(0),
  protection: z.enum(['passphrase', 'keychain', 'key-file']),
  kdf: KeyDerivation,
  cipher: z.literal('aes-256-gcm'),
  nonce: base64url,
});
export type KeyStoreFileHeader = z.infer<typeof KeyStoreFileHeader>;

export const KeyStoreFile = KeyStoreFileHeader.extend({
  sealed: z.string().regex(/^[A-Za-z0-9_-]+$/),
  /** SHA-256 of JCS of the rest. No protection: it tells a damaged file from a wrong passphrase. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
});
export type KeyStoreFile = z.infer<typeof KeyStoreFile>;

/** null if there is none. Throws `malformed` (damaged), `unsupported` (newer format) or `key-file`, naming it. */
export function readKeyStoreFile(path: string): KeyStoreFile | null {
  let value: unknown;
  try {
    const { text } = readSmallFile(path, KEY_STORE_MAX_BYTES);
    value = parseStrictJson(text, { maxBytes: KEY_STORE_MAX_BYTES });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error instanceof GhostStackError ? damaged(path, error) : keyStoreUnusable(path, error);
  }
  const parsed = KeyStoreFile.safeParse(value);
  if (!parsed.success) {
    if (isNewerFormat(value)) {
      throw new GhostStackError('unsupported', says('error.identity.keyStoreNewer', { path }));
    }
    throw damaged(path, parsed.error);
  }
  const { checksum, ...rest } = parsed.data;
  if (checksum !== sha256Hex(canonicalize(rest))) throw damaged(path);
  return parsed.data;
}

/** What stands in the file. */
export function keyStoreText(content: Omit<KeyStoreFile, 'checksum'>): string {
  const file: KeyStoreFile = { ...content, checksum: sha256Hex(canonicalize(content)) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Throws `already-exists`, `store-full` or `key-file`. */
export function writeKeyStoreFile(
  path: string,
  content: Omit<KeyStoreFile, 'checksum'>,
  options: { readonly replace: boolean },
): void {
  try {
    writeFileAtomically(path, keyStoreText(content), options);
  } catch (error) {
    throw error instanceof GhostStackError ? error : keyStoreUnusable(path, error);
  }
}

function isNewerFormat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('format' in value)) return false;
  return (
    typeof value.format === 'string' &&
    /^ghoststack\/key-store\/v\d+$/.test(value.format) &&
    !FORMATS.includes(value.format as KeyStoreFormat)
  );
}

function damaged(path: string, cause?: unknown): GhostStackError {
  return new GhostStackError('malformed', says('error.identity.keyStoreUnreadable', { path }), {
    cause,
  });
}

/** What the file system says of a key store. */
export function keyStoreUnusable(path: string, error: unknown): GhostStackError {
  const failure = storeError(error, path);
  if (failure?.code === 'store-full') return failure;
  const reason = error instanceof Error ? error.message : String(error);
  return new GhostStackError('key-file', says('error.identity.keyStoreUnusable', { path, reason }), {
    cause: error,
  });
}
