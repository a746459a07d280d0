import { z } from 'zod';
import { decodeBase64url, encodeBase64url } from '../crypto/base64url.ts';
import { encodeMultikey } from '../crypto/multikey.ts';
import { SigningKey } from '../crypto/signing-key.ts';
import { RECOVERY_SEED_BYTES } from './words/mnemonic.ts';

const seedText = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** What a key ring is when it is sealed. */
const RingText = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        key: z.string().max(64).startsWith('z6Mk'),
        /** Null once it was destroyed: that it was ours is known on. */
        seed: seedText.nullable(),
        madeAtMs: z.int().min(0),
        /** When another was first seen in its place; null before. */
        replacedAtMs: z.int().min(0).nullable(),
      }),
    )
    .min(1),
  /** Those of the recovery words that are not written down yet. */
  words: z.array(z.strictObject({ seed: seedText, madeAtMs: z.int().min(0) })),
});

/** A key of the device, by its Multikey; without its seed once that was destroyed. */
export interface RingKey {
  readonly multikey: string;
  readonly key: SigningKey | null;
  readonly madeAtMs: number;
  readonly replacedAtMs: number | null;
}

export interface RingWords {
  readonly seed: Uint8Array;
  readonly madeAtMs: number;
}

export interface RingContent {
  readonly keys: readonly RingKey[];
  readonly words: readonly RingWords[];
}

export function ringKey(key: SigningKey, madeAtMs: number): RingKey {
  return { multikey: multikeyOf(key), key, madeAtMs, replacedAtMs: null };
}

export function multikeyOf(key: SigningKey): string {
  return encodeMultikey('ed25519', key.publicKey);
}

export function writeRing({ keys, words }: RingContent): Uint8Array {
  const text: z.infer<typeof RingText> = {
    keys: keys.map(({ multikey, key, madeAtMs, replacedAtMs }) => {
      return { key: multikey, seed: key && encodeBase64url(key.exportSeed()), madeAtMs, replacedAtMs };
    }),
    words: words.map(({ seed, madeAtMs }) => ({ seed: encodeBase64url(seed), madeAtMs })),
  };
  return Buffer.from(JSON.stringify(text), 'utf8');
}

/** Null where it is none, or a seed is not that of its key: sealed by whoever can, but not by this program. */
export function readRing(bytes: Uint8Array): RingContent | null {
  try {
    const { keys, words } = RingText.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const content = {
      keys: keys.map(({ key: multikey, seed, madeAtMs, replacedAtMs }) => {
        const key = seed === null ? null : SigningKey.fromSeed(decodeBase64url(seed));
        return { multikey, key, madeAtMs, replacedAtMs };
      }),
      words: words.map(({ seed, madeAtMs }) => ({ seed: decodeBase64url(seed), madeAtMs })),
    };
    const isOwn = content.keys.every(({ multikey, key }) => key === null || multikeyOf(key) === multikey);
    const isWhole = content.words.every(({ seed }) => seed.length === RECOVERY_SEED_BYTES);
    return isOwn && isWhole ? content : null;
  } catch {
    return null;
  }
}
