/** What opens a backup: a passphrase by scrypt (RFC 7914), or what scrypt made of it, for backups on a schedule. */
import { hkdfSync, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { PASSPHRASE_MAX_BYTES } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';

/** Stands in a file's header. Cost 2^log2N, block size r, parallelism p; memory is 128 * 2^log2N * r bytes. */
export interface ScryptCost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and about a second. */
export const BACKUP_COST: ScryptCost = { log2N: 17, r: 8, p: 1 };

/** What a header may ask for: a file that wants more would only wear out whoever opens it. At most 256 MiB. */
export const COST_BOUNDS = { log2N: [14, 18], r: [8, 8], p: [1, 4] } as const;

export const SALT_BYTES = 32;
const KEY_BYTES = 32;
const INFO = 'ghoststack/backup/v1';

/** 32 bytes that open every backup made with this salt and cost. */
export interface BackupKey {
  readonly root: Uint8Array;
  readonly salt: Uint8Array;
  readonly cost: ScryptCost;
}

export function isCostBounded({ log2N, r, p }: ScryptCost): boolean {
  const within = (value: number, [least, most]: readonly [number, number]) => value >= least && value <= most;
  return within(log2N, COST_BOUNDS.log2N) && within(r, COST_BOUNDS.r) && within(p, COST_BOUNDS.p);
}

/**
 * Runs beside the event loop. The passphrase counts as NFKC, as for the key store.
 * @throws {GhostStackError} `invalid-argument` if it is empty or too long
 */
export async function backupKey(
  passphrase: string,
  salt: Uint8Array = randomBytes(SALT_BYTES),
  cost: ScryptCost = BACKUP_COST,
): Promise<BackupKey> {
  const bytes = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
  if (bytes.length === 0 || bytes.length > PASSPHRASE_MAX_BYTES) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.identity.passphraseLength', { limit: PASSPHRASE_MAX_BYTES }),
    );
  }
  const N = 2 ** cost.log2N;
  const options: ScryptOptions = { N, r: cost.r, p: cost.p, maxmem: 2 * 128 * N * cost.r };
  const root = await new Promise<Uint8Array>((resolve, reject) => {
    scrypt(bytes, salt, KEY_BYTES, options, (error, key) => {
      bytes.fill(0);
      if (error) reject(error);
      else resolve(key);
    });
  });
  return { root, salt, cost };
}

/** What seals the chunks of one file, what proves the passphrase, what seals the keys in it: each for itself. */
export type KeyUse = 'chunks' | 'check' | 'keys';

/** HKDF-SHA256 with the file's own 32 random bytes as salt, so that no two files share a key. */
export function keyFor(use: KeyUse, root: Uint8Array, fileNonce: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', root, fileNonce, `${INFO} ${use}`, KEY_BYTES));
}
