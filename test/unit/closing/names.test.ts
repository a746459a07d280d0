import { describe, expect, it } from 'vitest';
import { Alias, DraftBody } from '#shared/protocol/closing/bodies.ts';
import { TypedName } from '#shared/protocol/names/name-rule.ts';
import { foldName, isSameName, nameSkeleton } from '#shared/protocol/names/name-skeleton.ts';
import { NAME_POINTS } from '#shared/protocol/names/name-table.ts';
import { TransferBody } from '#shared/protocol/trust/bodies.ts';

const takes = (name: string): boolean => Alias.safeParse(name).success;

describe('names', () => {
  it.each([
    'alice',
    "Sean O'Neil",
    'Ana-Maria_2.',
    'Zoë',
    'Нина',
    'नीना',
    '李小龍',
    'น้ำ',
    ' dave ',
    'Gal·la',
  ])('takes %j', (name) => expect(takes(name)).toBe(true));

  it.each([
    '',
    '  ',
    'a\nb',
    'a\u0000b',
    'a\u200bb',
    'a\u202eb',
    'a\u3164b',
    'ａ',
    '\u{1d41a}',
    '\u{10d50}',
    '\u{1f600}',
    '<b>',
    'did:key',
    'a  b',
    '\u0301a',
    '...',
    'broadcast',
    'Brоadcast',
    'EVERYONE',
    'a'.repeat(41),
  ])('refuses %j', (name) => expect(takes(name)).toBe(false));

  it('counts 40 UTF-16 code units, without the white space around them', () => {
    expect(takes(` ${'a'.repeat(40)}\ufeff`)).toBe(true);
    expect(takes('\u{20000}'.repeat(20))).toBe(true);
    expect(takes('\u{20000}'.repeat(21))).toBe(false);
  });

  it('composes what is typed, and leaves what was signed as it is', () => {
    expect(TypedName.parse('Zoe\u0308')).toBe('Zo\u00eb');
    expect(Alias.parse('Zoe\u0308')).toBe('Zoe\u0308');
    expect(isSameName('Zoe\u0308', 'Zo\u00eb')).toBe(true);
  });

  it.each([
    ['Bob', 'bOB'],
    ['bob', 'bоb'],
    ['alice', 'aIice'],
    ['AIice', 'Alice'],
    ['alice', 'ALICE'],
    ['carol', 'сarol'],
    ['Straße', 'STRASSE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ["O'Neil", 'O’Neil'],
  ])('%s and %s are one name', (one, other) => expect(isSameName(one, other)).toBe(true));

  it.each([
    ['alice', 'alicia'],
    ['bob', 'rob'],
    ['ann', 'anne'],
    ['Zoë', 'Zoe'],
  ])('%s and %s are two', (one, other) => expect(isSameName(one, other)).toBe(false));

  it('folds and compares by the table, whatever the runtime knows', () => {
    // A letter with case of Unicode 16, which some runtimes fold and others do not.
    expect(foldName('\u{10d50}')).toBe('\u{10d50}');
    expect([foldName('ẞ'), foldName('İ'), foldName('Ω')]).toEqual(['ss', 'i̇', 'ω']);
    expect(nameSkeleton('раураl')).toBe(nameSkeleton('paypal'));
    const { toLowerCase } = String.prototype;
    String.prototype.toLowerCase = () => 'broken';
    try {
      expect(isSameName('Bob', 'Carol')).toBe(false);
      expect(isSameName('Bob', 'BOB')).toBe(true);
    } finally {
      String.prototype.toLowerCase = toLowerCase;
    }
  });
});

describe('the table', () => {
  let point = 0;
  const bounds = NAME_POINTS.split(' ').map((step) => {
    point += Number.parseInt(step, 36);
    return point;
  });
  const characters: string[] = [];
  for (let i = 0; i < bounds.length; i += 2) {
    for (let at = bounds[i]!; at < bounds[i + 1]!; at += 1) characters.push(String.fromCodePoint(at));
  }

  it('holds letters, marks and digits that hide nothing and have one form, as this runtime sees them, too', () => {
    expect(characters).toHaveLength(135_378);
    const punctuation = Array.from(" '-._\u00b7\u05f3\u05f4\u2019\u30fb");
    const odd = characters.filter(
      (c) => !/^[\p{L}\p{M}\p{Nd}]$/u.test(c) || /\p{Default_Ignorable_Code_Point}/u.test(c),
    );
    expect(odd.toSorted()).toEqual(punctuation.toSorted());
    expect(characters.filter((c) => c.normalize('NFKC') !== c)).toEqual(
      Array.from('\u0e33\u0eb3\u0edc\u0edd'),
    );
  });

  it('folds as the Unicode of this runtime does, but for what folding and lower case differ in', () => {
    // Cherokee folds to capitals; the final sigma, the sharp s and their like have no lower case of their own.
    const differ = characters.filter((c) => foldName(c) !== c.toLowerCase());
    expect(differ.every((c) => /[\p{Script=Cherokee}\p{Ll}\p{M}\u1e9e\u1f88-\u1ffc]/u.test(c))).toBe(true);
    expect(characters.filter((c) => foldName(foldName(c)) !== foldName(c))).toEqual([]);
  });
});

describe('texts', () => {
  const title = (text: string): boolean => DraftBody.safeParse({ number: 1, title: text, text: '' }).success;

  it('are counted in UTF-16 code units', () => {
    expect([title('x'.repeat(200)), title('x'.repeat(201))]).toEqual([true, false]);
    expect([title('\u{1f600}'.repeat(100)), title('\u{1f600}'.repeat(101))]).toEqual([true, false]);
    expect(title(`  ${'x'.repeat(200)}  `)).toBe(true);
    const note = (text: string): boolean =>
      TransferBody.safeParse({ to: `Qm${'1'.repeat(44)}`, amount: 1, note: text }).success;
    expect([note('\u{1f600}'.repeat(100)), note('\u{1f600}'.repeat(101)), note(' ')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
