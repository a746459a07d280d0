import { expect, test } from 'vitest';
import { broughtBy } from '../../../electron/node/messaging/brought-credential.ts';

const WHOLE = {
  id: 'urn:uuid:1',
  type: ['VerifiableCredential', 'MeshMember'],
  issuer: 'did:key:z6Mk',
  validUntil: '2027-05-12T10:00:00Z',
  proof: {},
};
const of = (change: object) => broughtBy({ credential: JSON.stringify({ whole: { ...WHOLE, ...change } }) });

test('a message says in a line which credential it brings', () => {
  expect(of({})).toEqual({
    credential: {
      id: 'urn:uuid:1',
      type: 'MeshMember',
      issuer: 'did:key:z6Mk',
      validUntilMs: Date.UTC(2027, 4, 12, 10),
    },
  });
  expect(broughtBy({ credential: null })).toEqual({});
});

test.each([
  ['no id', { id: undefined }],
  ['too long an id', { id: 'x'.repeat(81) }],
  ['no type of its own', { type: ['VerifiableCredential'] }],
  ['a type too many', { type: ['VerifiableCredential', 'A', 'B'] }],
  ['another issuer', { issuer: { id: 'did:key:z6Mk' } }],
  ['no time', { validUntil: 'soon' }],
  ['a day that is none', { validUntil: '2027-02-30T10:00:00Z' }],
  ['numbers for words', { type: [1, 2] }],
])('one with %s is told of as none, and its message is shown', (_what, change) => {
  expect(of(change)).toEqual({});
});
