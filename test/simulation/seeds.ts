/** Keys and words of the people in simulated cells: where they come from, and what a home makes of them. */
import { createHash } from 'node:crypto';
import { encodeMultikey } from '../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import { nextKeyHash } from '../../electron/node/identity/did-webvh/index.ts';
import { type RecoveryKey, recoveryKeyFor } from '../../electron/node/identity/words/index.ts';

const made = new Map<string, SigningKey>();
const multikeys = new Map<SigningKey, string>();
const hashes = new Map<SigningKey, string>();
const recoveries = new Map<string, RecoveryKey | null>();

/** The same in every run, so that DID logs need not be judged again in each. */
export function keyCalled(label: string): SigningKey {
  const known = made.get(label) ?? SigningKey.fromSeed(seedCalled(label));
  made.set(label, known);
  return known;
}

export function seedCalled(label: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(label).digest());
}

export function multikeyOf(key: SigningKey): string {
  const known = multikeys.get(key) ?? encodeMultikey('ed25519', key.publicKey);
  multikeys.set(key, known);
  return known;
}

export function hashOf(key: SigningKey): string {
  const known = hashes.get(key) ?? nextKeyHash(key.publicKey);
  hashes.set(key, known);
  return known;
}

/** Which of the words' keys a log commits to. */
export function recoveryFor(seed: Uint8Array, hash: string): RecoveryKey | null {
  const id = `${Buffer.from(seed).toString('base64')}${hash}`;
  const known = recoveries.get(id);
  if (known !== undefined) return known;
  const found = recoveryKeyFor(seed, hash);
  recoveries.set(id, found);
  return found;
}

export function ringOf(keys: readonly SigningKey[]): Map<string, SigningKey> {
  return new Map(keys.map((key) => [multikeyOf(key), key]));
}
