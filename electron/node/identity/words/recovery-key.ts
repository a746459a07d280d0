/** The keys that the recovery words stand for, one after another: each signs one change of key. */
import { hkdfSync } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { SEED_BYTES, SigningKey } from '../../crypto/signing-key.ts';
import { nextKeyHash } from '../did-webvh/index.ts';
import { requireSeed } from './mnemonic.ts';

/** R_0 to R_31. A member's log has room for eleven changes by words at most, whatever they were at its start. */
export const RECOVERY_KEYS = 32;
const INFO = 'ghoststack/recovery/v1/';

/** R_j. The Ed25519 seed of R_0 is the words' seed itself, that of the others HKDF-SHA256 of it. */
export function recoveryKey(seed: Uint8Array, index: number): SigningKey {
  requireSeed(seed);
  if (!Number.isInteger(index) || index < 0 || index >= RECOVERY_KEYS) {
    throw new GhostStackError('invalid-argument', says('error.words.index', { limit: RECOVERY_KEYS - 1 }));
  }
  if (index === 0) return SigningKey.fromSeed(seed);
  const derived = new Uint8Array(hkdfSync('sha256', seed, new Uint8Array(), `${INFO}${index}`, SEED_BYTES));
  const key = SigningKey.fromSeed(derived);
  derived.fill(0);
  return key;
}

export interface RecoveryKey {
  readonly index: number;
  readonly key: SigningKey;
}

/** Which of the words' keys a DID log has committed to (the second of its `nextKeyHashes`); null for other words. */
export function recoveryKeyFor(seed: Uint8Array, hash: string): RecoveryKey | null {
  return recoveryKeyAmong(seed, [hash]);
}

/** The same where a log does not say whose it is: the first of the words' keys that is one of these. */
export function recoveryKeyAmong(seed: Uint8Array, hashes: readonly string[]): RecoveryKey | null {
  for (let index = 0; index < RECOVERY_KEYS; index += 1) {
    const key = recoveryKey(seed, index);
    if (hashes.includes(nextKeyHash(key.publicKey))) return { index, key };
  }
  return null;
}
