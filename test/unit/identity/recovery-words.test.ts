// The words of BIP-39 (its published 256-bit cases), and the keys that are made of them (RFC 5869).
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { nextKeyHash } from '../../../electron/node/identity/did-webvh/index.ts';
import {
  areAskedBack,
  askThree,
  newRecoverySeed,
  RECOVERY_KEYS,
  readWords,
  recoveryKey,
  recoveryKeyFor,
  wordsOf,
} from '../../../electron/node/identity/words/index.ts';
import { expectCode } from '../../support/throws-code.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const repeated = (words: string, last: string) =>
  `${`${words} `.repeat(3).trim().split(' ').slice(0, 23).join(' ')} ${last}`;

const PUBLISHED: readonly (readonly [number, string])[] = [
  [0x00, `${'abandon '.repeat(23)}art`],
  [0x7f, repeated('legal winner thank year wave sausage worth useful', 'title')],
  [0x80, repeated('letter advice cage absurd amount doctor acoustic avoid', 'bless')],
  [0xff, `${'zoo '.repeat(23)}vote`],
];

const seed = filled(0x7f);
const text = PUBLISHED[1]![1];

function read(words: string): Uint8Array {
  const result = readWords(words);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function refused(words: string): string {
  const result = readWords(words);
  if (result.ok) throw new Error('They were taken.');
  expect(result.error.code).toBe('invalid-argument');
  return result.error.message;
}

describe('words', () => {
  test.each(PUBLISHED)('32 bytes of %i are the published words, and back', (byte, words) => {
    expect(wordsOf(filled(byte)).join(' ')).toBe(words);
    expect(read(words)).toEqual(filled(byte));
  });

  test('new seeds are 32 bytes of chance', () => {
    expect(newRecoverySeed()).toHaveLength(32);
    expect(newRecoverySeed()).not.toEqual(newRecoverySeed());
  });

  test.each([
    ['upper case', text.toUpperCase()],
    ['capital letters', text.replace(/\b./g, (letter) => letter.toUpperCase())],
    ['a line end behind them', `${text}\n`],
    ['a line each, as Windows ends them', text.replaceAll(' ', '\r\n')],
    ['tabs', text.replaceAll(' ', '\t')],
    ['white space before, behind and twice', `  ${text.replaceAll(' ', '   ')} \n`],
    ['no-break and ideographic spaces', text.replace(' ', '\u00a0').replaceAll(' ', '\u3000')],
    [
      'next lines, line separators, spaces of no width',
      text.replace(' ', '\u0085').replace(' ', '\u2028').replace(' ', '\u200b'),
    ],
    ['a mark of byte order, and soft hyphens', `\ufeff${text.replace('winner', 'win\u00adner')}`],
    ['full-width letters', text.replace('legal', '\uff4c\uff45\uff47\uff41\uff4c')],
  ])('%s do not change the seed', (_, typed) => {
    expect(read(typed)).toEqual(seed);
  });

  test('what is wrong is said by number, and never with a word in it', () => {
    expect(refused('')).toMatch(/No words/);
    expect(refused('legal')).toMatch(/One word/);
    expect(refused(`${text} legal`)).toMatch(/25 words.*must be 24/);
    const unknown = refused(text.replace('thank', 'thanks'));
    expect(unknown).toMatch(/Word 3 /);
    expect(unknown).not.toContain('thanks');
    expect(refused(text.replace('legal winner', 'winner legal'))).toMatch(/changed places/);
    expect(refused(text.replace(/title$/, 'useful'))).toMatch(/changed places/);
  });

  test('a seed of another length has no words', () => {
    expectCode('invalid-argument', () => wordsOf(new Uint8Array(16)));
    expectCode('invalid-argument', () => recoveryKey(new Uint8Array(33), 0));
  });
});

describe('the keys of the words', () => {
  /** RFC 5869 with HMAC alone: no salt, one block. */
  const derived = (index: number) => {
    const secret = createHmac('sha256', Buffer.alloc(32)).update(seed).digest();
    return createHmac('sha256', secret).update(`ghoststack/recovery/v1/${index}\u0001`).digest();
  };

  test('R_0 has the seed itself: what homes before the words hold in recovery-key.json', () => {
    expect(recoveryKey(seed, 0).did).toBe(SigningKey.fromSeed(seed).did);
  });

  test.each([1, 2, 10, 31])('R_%i is HKDF-SHA256 of it, without a salt', (index) => {
    expect(recoveryKey(seed, index).exportSeed()).toEqual(new Uint8Array(derived(index)));
  });

  test('there are thirty-two of them, all different', () => {
    const all = Array.from({ length: RECOVERY_KEYS }, (_, index) => recoveryKey(seed, index).did);
    expect(new Set(all).size).toBe(32);
    for (const index of [-1, 32, 0.5, Number.NaN])
      expectCode('invalid-argument', () => recoveryKey(seed, index));
  });

  test('which one a log has committed to is found by its hash; others words have none', () => {
    const hash = nextKeyHash(recoveryKey(seed, 7).publicKey);
    expect(recoveryKeyFor(seed, hash)).toMatchObject({ index: 7 });
    expect(recoveryKeyFor(filled(1), hash)).toBeNull();
  });
});

describe('three of them, asked back', () => {
  test('the places are three different ones, ascending, and any can come', () => {
    const seen = new Set<number>();
    for (let run = 0; run < 300; run += 1) {
      const [a, b, c] = askThree();
      expect(1 <= a && a < b && b < c && c <= 24).toBe(true);
      for (const place of [a, b, c]) seen.add(place);
    }
    expect(seen.size).toBe(24);
    expect(askThree(() => 0)).toEqual([1, 2, 3]);
    expect(askThree((below) => below - 1)).toEqual([22, 23, 24]);
  });

  test('the right words in the right places are taken, however they are typed', () => {
    expect(areAskedBack(seed, [1, 2, 24], ['legal', ' Winner ', 'TITLE\n'])).toBe(true);
    for (const wrong of [
      ['legal', 'winner', 'useful'],
      ['winner', 'legal', 'title'],
      ['legal', 'winner'],
      ['legal', 'winner', ''],
      ['legal', 'winner', 'title title'],
      ['legal', 'winner', 'title', 'title'],
    ]) {
      expect(areAskedBack(seed, [1, 2, 24], wrong)).toBe(false);
    }
  });
});
