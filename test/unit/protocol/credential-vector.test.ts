import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkCredential } from '../../../electron/node/credentials/index.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { type CredentialVector, policyBy } from '../../support/protocol/credential-vector.ts';
import { readVectorJson } from '../../support/vectors.ts';

const vector = readVectorJson<CredentialVector>('protocol/credentials.json');
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

test.each(vector.verdicts)('credentials.json: $note', ({ by, handed, code }) => {
  const checked = checkCredential(handed, policyBy(by));
  expect(checked.ok ? null : checked.error.code).toBe(code);
});

test('credentials.json: digests and schema are hashes of what stands beside them', () => {
  const { whole, jwt, digests } = vector.issued;
  expect(digests).toEqual([sha(canonicalize(whole)), sha(jwt)]);
  for (const { schema, digestSRI } of [vector.type, vector.meshMember]) {
    expect(digestSRI).toBe(`sha256-${createHash('sha256').update(canonicalize(schema)).digest('base64')}`);
  }
  const { entry } = JSON.parse(vector.type.define) as { entry: unknown };
  expect(vector.type.id).toBe(sha(canonicalize(entry)));
});

test('credentials.json: the bits are those of the specification, the first the highest of the first byte', () => {
  for (const { set, sha256 } of vector.bits) {
    const bytes = Buffer.alloc(16_384);
    for (const index of set) bytes.writeUInt8(bytes.readUInt8(index >> 3) | (128 >> (index % 8)), index >> 3);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  }
});
