/** The first 160 bytes of a backup (docs/backup.md): how its key is made of the passphrase, and whether it is the right one. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { sha256 } from '../../crypto/hash.ts';
import { type BackupKey, isCostBounded, keyFor, SALT_BYTES, type ScryptCost } from './backup-key.ts';

export const MAGIC = Buffer.from('GhostStackBackup', 'latin1');
const FORMAT_VERSION = 1;
const KDF_SCRYPT = 1;
export const NONCE_BYTES = 32;
const SIZE_AT = 26;
const SALT_AT = 32;
const NONCE_AT = SALT_AT + SALT_BYTES;
const SUM_AT = NONCE_AT + NONCE_BYTES;
const CHECK_AT = SUM_AT + 32;
export const HEADER_BYTES = CHECK_AT + 32;

export interface Header {
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  /** Of this file alone. */
  readonly nonce: Uint8Array;
  /** Bytes of the content, before it was sealed. */
  readonly contentBytes: number;
  /** As it stands in the file: authenticated with every chunk. */
  readonly bytes: Uint8Array;
}

export function writeHeader(
  { root, salt, cost }: BackupKey,
  nonce: Uint8Array,
  contentBytes: number,
): Header {
  const bytes = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(bytes);
  bytes.set([FORMAT_VERSION, KDF_SCRYPT, cost.log2N, cost.r, cost.p], MAGIC.length);
  bytes.writeUIntBE(contentBytes, SIZE_AT, 6);
  bytes.set(salt, SALT_AT);
  bytes.set(nonce, NONCE_AT);
  bytes.set(sha256(bytes.subarray(0, SUM_AT)), SUM_AT);
  bytes.set(proofOf(root, nonce, bytes), CHECK_AT);
  return { cost, salt, nonce, contentBytes, bytes };
}

/**
 * Opens nothing yet. `path` is for the sentence.
 * @throws {GhostStackError} `malformed` (no backup, cut short, damaged, asks for too much work) or `unsupported` (newer)
 */
export function readHeader(bytes: Uint8Array, path: string): Header {
  if (!isBackup(bytes)) throw new GhostStackError('malformed', says('error.care.notBackup', { path }));
  if (bytes.length < HEADER_BYTES)
    throw new GhostStackError('malformed', says('error.care.backupCutShort', { path }));
  const [version, kdf, log2N = 0, r = 0, p = 0] = bytes.subarray(MAGIC.length);
  const sum = sha256(bytes.subarray(0, SUM_AT));
  if (!timingSafeEqual(sum, bytes.subarray(SUM_AT, CHECK_AT)))
    throw new GhostStackError('malformed', says('error.care.headerDamaged', { path }));
  if (version !== FORMAT_VERSION || kdf !== KDF_SCRYPT)
    throw new GhostStackError('unsupported', says('error.care.backupNewer', { path }));
  const cost = { log2N, r, p };
  if (!isCostBounded(cost)) throw new GhostStackError('malformed', says('error.care.tooMuchWork', { path }));
  return {
    cost,
    salt: bytes.slice(SALT_AT, NONCE_AT),
    nonce: bytes.slice(NONCE_AT, SUM_AT),
    contentBytes: Buffer.from(bytes).readUIntBE(SIZE_AT, 6),
    bytes: bytes.slice(0, HEADER_BYTES),
  };
}

/** By its first bytes: what is not one is never written over. */
export function isBackup(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** Throws `wrong-passphrase` for a key that has made another file. */
export function requireKey(root: Uint8Array, { nonce, bytes }: Header): void {
  if (timingSafeEqual(proofOf(root, nonce, bytes), bytes.subarray(CHECK_AT))) return;
  throw new GhostStackError('wrong-passphrase', says('error.care.wrongPassphrase'));
}

function proofOf(root: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): Uint8Array {
  return createHmac('sha256', keyFor('check', root, nonce))
    .update(bytes.subarray(0, CHECK_AT))
    .digest();
}
