import { describe, expect, it } from 'vitest';
import { canonicalize, JSON_MAX_DEPTH } from '../../../electron/node/crypto/canonical-json.ts';
import { expectCode } from '../../support/throws-code.ts';
import { readVectorJson, readVectorText } from '../../support/vectors.ts';

describe('canonical JSON (RFC 8785)', () => {
  it.each(['arrays', 'french', 'structures', 'unicode', 'values', 'weird'])(
    'agrees with the vector "%s"',
    (name) => {
      const text = canonicalize(readVectorJson(`jcs/input/${name}.json`));
      expect(text).toBe(readVectorText(`jcs/output/${name}.json`).trimEnd());
      const hex = readVectorText(`jcs/outhex/${name}.txt`).replace(/\s+/g, '');
      expect(Buffer.from(text, 'utf8').toString('hex')).toBe(hex);
    },
  );

  it('writes minus zero as 0, and keys in order of UTF-16 code units', () => {
    expect(canonicalize({ b: -0, a: null, A: true })).toBe('{"A":true,"a":null,"b":0}');
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole', new Array(2)],
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a function', { a: () => 1 }],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['half a surrogate pair', 'a\ud800'],
    ['half a surrogate pair in a key', { '\udc00': 1 }],
    ['bytes', new Uint8Array(2)],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['an object with toJSON', { toJSON: () => 1 }],
    ['a value that contains itself', circular],
  ])('refuses %s', (_, value) => {
    expectCode('malformed', () => canonicalize(value));
  });

  it(`refuses more than ${JSON_MAX_DEPTH} levels`, () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(canonicalize(nested(JSON_MAX_DEPTH))).toContain('1');
    expectCode('malformed', () => canonicalize(nested(JSON_MAX_DEPTH + 1)));
  });

  it('keeps a member named __proto__', () => {
    expect(canonicalize(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });
});
