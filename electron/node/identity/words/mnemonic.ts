/** The 24 recovery words: BIP-39 English of 32 bytes, and nothing of BIP-39 but its list and its check. */
import { randomBytes } from 'node:crypto';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { RECOVERY_WORDS } from '#shared/contract/domain/recovery-words.ts';
import { GhostStackError, ok, type Result } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';

export const RECOVERY_SEED_BYTES = 32;

/** What people and pages put between words: all white space of Unicode, and what only breaks a line. */
const SPACE = /[\s\p{White_Space}\u180e\u200b\u2060\ufeff]+/u;
/** Marks that show nothing and come along when text is copied. */
const INVISIBLE = /[\u00ad\u200c-\u200f\u202a-\u202e\u2066-\u2069]/gu;

const known = new Set(wordlist);

export function newRecoverySeed(): Uint8Array {
  return new Uint8Array(randomBytes(RECOVERY_SEED_BYTES));
}

/** Throws `invalid-argument` unless the seed has 32 bytes. */
export function wordsOf(seed: Uint8Array): string[] {
  requireSeed(seed);
  return entropyToMnemonic(seed, wordlist).split(' ');
}

/**
 * The seed that the words stand for, however they were typed: case, form (NFKD) and white space do not count. They are
 * checked before anything is made of them, for wrong words give another seed as silently as the right ones. Fails with
 * `invalid-argument`; it tells which word is wrong by its number, never the word.
 */
export function readWords(text: string): Result<Uint8Array> {
  const words = normalisedWords(text);
  if (words.length !== RECOVERY_WORDS) {
    return failed(says('error.words.count', { count: words.length, wanted: RECOVERY_WORDS }));
  }
  const unknown = words.findIndex((word) => !known.has(word));
  if (unknown >= 0) return failed(says('error.words.unknown', { number: unknown + 1 }));
  try {
    return ok(new Uint8Array(mnemonicToEntropy(words.join(' '), wordlist)));
  } catch {
    return failed(says('error.words.check'));
  }
}

/** One word or several, as the list spells them. */
export function normalisedWords(text: string): string[] {
  const plain = text.normalize('NFKD').replace(INVISIBLE, '').toLowerCase();
  return plain.split(SPACE).filter((word) => word !== '');
}

export function requireSeed(seed: Uint8Array): void {
  if (seed instanceof Uint8Array && seed.length === RECOVERY_SEED_BYTES) return;
  throw new GhostStackError(
    'invalid-argument',
    says('error.crypto.seedLength', { bytes: RECOVERY_SEED_BYTES }),
  );
}

function failed(what: Saying): Result<Uint8Array> {
  const { code, message, says } = new GhostStackError('invalid-argument', what);
  return { ok: false, error: { code, message, says } };
}
