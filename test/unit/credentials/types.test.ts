import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { V2_CONTEXT_SHA256, V2_TERMS } from '#shared/protocol/credentials/v2-context.ts';
import { definedType, inferredType, MESH_MEMBER } from '../../../electron/node/credentials/index.ts';
import { contextOfType, isContextOfType } from '../../../electron/node/credentials/type/context-of-type.ts';
import { schemaDigest } from '../../../electron/node/credentials/type/json-schema.ts';

const V2_FILE = new URL('../../../resources/contexts/credentials-v2.json', import.meta.url);
const HASH = 'a'.repeat(64);
const define = (of: object) => () =>
  definedType(HASH, { type: 'Tool', title: 'A tool', claims: { label: { type: 'text', max: 10 } }, ...of });
const claim = (rule: object, name = 'label') => define({ claims: { [name]: rule } });

test('the bundled context is the one that W3C published, byte for byte', () => {
  expect(createHash('sha256').update(readFileSync(V2_FILE)).digest('hex')).toBe(V2_CONTEXT_SHA256);
  for (const term of [
    'id',
    'type',
    'name',
    'description',
    'issuer',
    'aud',
    'cnf',
    'exp',
    'iat',
    'iss',
    'jku',
    'kid',
    'nbf',
    'sub',
    '_sd',
  ]) {
    expect(V2_TERMS).toContain(term);
  }
});

test('a type has a context and a digest of its own, whatever the order of its claims', () => {
  const type = define({ claims: { b: { type: 'boolean' }, a: { type: 'boolean' } } })();
  const other = define({ claims: { a: { type: 'boolean' }, b: { type: 'boolean' } } })();
  expect(schemaDigest(type)).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/);
  expect(schemaDigest(other)).toBe(schemaDigest(type));
  expect(isContextOfType(contextOfType(other), type)).toBe(true);
  expect(isContextOfType(contextOfType(MESH_MEMBER), type)).toBe(false);
  expect(schemaDigest(MESH_MEMBER)).not.toBe(schemaDigest(type));
});

describe('what defines no type', () => {
  test.each<[string, () => unknown]>([
    ['a small letter first', define({ type: 'tool' })],
    ['41 characters', define({ type: `T${'x'.repeat(40)}` })],
    ['the name of the built-in one', define({ type: 'MeshMember' })],
    ['a word of credentials', define({ type: 'VerifiableCredential' })],
    ['a title with a space at its end', define({ title: 'A tool ' })],
    ['no claims', define({ claims: {} })],
    [
      '17 claims',
      define({
        claims: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`c${at}`, { type: 'boolean' }])),
      }),
    ],
    ['a claim that is a word of credentials', claim({ type: 'boolean' }, 'issuer')],
    ['a claim with a capital letter', claim({ type: 'boolean' }, 'Label')],
    [
      'a claim called __proto__',
      () =>
        definedType(HASH, JSON.parse('{"type":"T","title":"t","claims":{"__proto__":{"type":"boolean"}}}')),
    ],
    ['a text of 4097', claim({ type: 'text', max: 4097 })],
    ['a pattern', claim({ type: 'text', max: 5, pattern: '^(a+)+$' })],
    ['a least above the most', claim({ type: 'integer', min: 2, max: 1 })],
    ['a number that is not safe', claim({ type: 'integer', min: 0, max: 2 ** 53 })],
    ['one choice', claim({ type: 'choice', of: ['a'] })],
    ['a choice twice', claim({ type: 'choice', of: ['a', 'a'] })],
    ['nesting', claim({ type: 'object', claims: {} })],
    ['optional: false, which would be a second spelling', claim({ type: 'boolean', optional: false })],
  ])('%s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ reason: 'schema' }));
  });
});

test('without a cell a type follows from flat claims, and is the same wherever they are seen', () => {
  const one = inferredType('Relay', { node: 'bob', hops: 3, up: true });
  const two = inferredType('Relay', { up: false, node: 'carol', hops: -1 });
  expect(one).toEqual({
    type: expect.objectContaining({ type: 'Relay', id: expect.stringMatching(/^[0-9a-f]{64}$/) }),
  });
  expect(two).toEqual(one);
  expect(inferredType('Relay', { node: 'bob' })).not.toEqual(one);
  for (const claims of [{ a: 1.5 }, { a: null }, { a: [] }, { a: {} }, { issuer: 'x' }, {}, { A: 1 }]) {
    expect(inferredType('Relay', claims)).toHaveProperty('fault');
  }
});
