import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeMultibase } from '../../../electron/node/crypto/multibase.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { signDocument, verifyDocument } from '../../../electron/node/identity/data-integrity.ts';

// W3C vc-di-eddsa, appendix of test vectors (eddsa-jcs-2022)
const folder = join(import.meta.dirname, '../../vectors/vc-di-eddsa');
const json = (name: string) =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
const unsigned = json('unsigned.json');
const signed = json('eddsa-jcs-2022/signedJCS.json');
/** The two bytes before the seed are its multicodec code. */
const seed = decodeMultibase(String(json('keyPair.json').privateKeyMultibase)).slice(2);
const key = SigningKey.fromSeed(seed);

test('the published document gets the published proof', () => {
  const { created, verificationMethod } = signed.proof as Record<string, string>;
  const secured = signDocument(unsigned, key, { created: created!, verificationMethod: verificationMethod! });
  expect(secured).toEqual(signed);
});

test('the published proof verifies, under its key only', () => {
  expect(verifyDocument(signed, key.publicKey)).toBe(true);
  expect(verifyDocument(signed, SigningKey.generate().publicKey)).toBe(false);
});

test.each([
  ['a changed claim', { ...signed, name: 'Another' }],
  ['an added claim', { ...signed, more: 1 }],
  ['no proof', unsigned],
  ['another purpose', { ...signed, proof: { ...(signed.proof as object), proofPurpose: 'authentication' } }],
  [
    'another time of signing',
    { ...signed, proof: { ...(signed.proof as object), created: '2024-01-01T00:00:00Z' } },
  ],
  ['another suite', { ...signed, proof: { ...(signed.proof as object), cryptosuite: 'eddsa-rdfc-2022' } }],
  [
    "a context of the proof that is not the document's",
    { ...signed, '@context': ['https://www.w3.org/ns/credentials/v2'] },
  ],
  ['a proof value in another base', { ...signed, proof: { ...(signed.proof as object), proofValue: 'uAA' } }],
])('%s does not verify', (_, secured) => {
  expect(verifyDocument(secured, key.publicKey)).toBe(false);
});
