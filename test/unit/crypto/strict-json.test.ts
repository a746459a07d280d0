import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { parseStrictJson, parseStrictJsonBytes } from '../../../electron/node/crypto/strict-json.ts';
import { expectCode } from '../../support/throws-code.ts';

const limits = { maxBytes: 1000 };

describe('strict JSON', () => {
  it('reads what JSON.parse reads', () => {
    for (const text of [
      '{"a":[1,{"b":"x\\"y,{"}],"c":-1.5e3}',
      '[]',
      '"\\ud83d\\ude00"',
      ' null ',
      '{"":{}}',
    ]) {
      expect(parseStrictJson(text, limits)).toEqual(JSON.parse(text));
    }
  });

  it('allows one key in two objects', () => {
    expect(parseStrictJson('[{"a":1},{"a":{"a":2}}]', limits)).toEqual([{ a: 1 }, { a: { a: 2 } }]);
  });

  it.each([
    ['a key twice', '{"a":1,"a":2}'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['a key twice after a nested object', '{"a":{"b":[1,2]},"b":"c","a":2}'],
    ['half a surrogate pair', '"\\ud800"'],
    ['half a surrogate pair in a key', '{"\\udfff":1}'],
    ['a raw half of a surrogate pair', '"\ud800"'],
    ['a number beyond a double', '[1e400]'],
    ['two values', '1 2'],
    ['a trailing comma', '[1,]'],
    ['nothing', ''],
    ['a cut text', '{"a":"b'],
    ['a comment', '/**/1'],
  ])('refuses %s', (_, text) => {
    expectCode('malformed', () => parseStrictJson(text, limits));
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('reads 64 levels of %s, and refuses 65', (_, open, close) => {
    const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
    expect(parseStrictJson(nested(64), limits)).toEqual(JSON.parse(nested(64)));
    expectCode('malformed', () => parseStrictJson(nested(65), limits));
    expectCode('malformed', () => canonicalize(JSON.parse(nested(65))));
  });

  it('refuses deep nesting without running out of stack', () => {
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);
    expectCode('malformed', () => parseStrictJson(deep, { maxBytes: 2_000_000 }));
  });

  it('reads a string of megabytes', () => {
    const text = JSON.stringify('x\n'.repeat(2_000_000));
    expect(parseStrictJson(text, { maxBytes: 10_000_000 })).toHaveLength(4_000_000);
  });

  it('counts bytes of UTF-8, not characters, before it parses', () => {
    expect(expectCode('too-large', () => parseStrictJson('"éé"', { maxBytes: 5 }))).toContain('6 bytes');
  });

  it('refuses bytes that are not UTF-8, and a byte order mark', () => {
    expect(parseStrictJsonBytes(Buffer.from('{"é":1}'), limits)).toEqual({ é: 1 });
    expectCode('malformed', () => parseStrictJsonBytes(Uint8Array.of(0x22, 0xff, 0x22), limits));
    expectCode('malformed', () => parseStrictJsonBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31), limits));
    expectCode('too-large', () => parseStrictJsonBytes(new Uint8Array(1001), limits));
  });
});
