import { expect, test } from 'vitest';
import { whoIsNamed } from '../../../electron/headless/commands/who-is-named.ts';

const ALL = [
  { name: 'bob', did: 'did:1' },
  { name: 'Bea', did: 'did:2' },
  { name: 'BEA', did: 'did:3' },
];
const found = (typed: string) => whoIsNamed(ALL, typed, ({ did }) => did)?.did ?? null;

test.each([
  ['bob', 'did:1'],
  ['Bob', 'did:1'],
  ['did:3', 'did:3'],
  ['BEA', 'did:3'],
  ['bea', null], // two might be meant
  ['rob', null],
  ['', null],
])('%j names %j', (typed, did) => {
  expect(found(typed)).toBe(did);
});
