import { describe, expect, test } from 'vitest';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { decodeMultibase } from '../../../electron/node/crypto/multibase.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { signDocument } from '../../../electron/node/identity/data-integrity.ts';
import { readVectorJson, readVectorText, toHex } from '../../support/vectors.ts';

const text = (name: string) => readVectorText(`vc-di-eddsa/eddsa-jcs-2022/${name}`).trim();
const unsigned = readVectorJson<Record<string, unknown>>('vc-di-eddsa/unsigned.json');
const options = readVectorJson<Record<string, string>>('vc-di-eddsa/eddsa-jcs-2022/proofConfigJCS.json');
const key = SigningKey.fromSeed(
  decodeMultibase(
    readVectorJson<Record<string, string>>('vc-di-eddsa/keyPair.json').privateKeyMultibase!,
  ).slice(2),
);

describe('W3C vc-di-eddsa, eddsa-jcs-2022, step by step', () => {
  test('the canonical document and its hash', () => {
    expect(canonicalize(unsigned)).toBe(text('canonDocJCS.txt'));
    expect(sha256Hex(canonicalize(unsigned))).toBe(text('docHashJCS.txt'));
  });

  test('the canonical options of the proof and their hash, and both hashes together', () => {
    expect(canonicalize(options)).toBe(text('proofCanonJCS.txt'));
    expect(sha256Hex(canonicalize(options))).toBe(text('proofHashJCS.txt'));
    const both = sha256Hex(canonicalize(options)) + sha256Hex(canonicalize(unsigned));
    expect(both).toBe(text('combinedHashJCS.txt'));
    expect(toHex(key.sign(Buffer.from(both, 'hex')))).toBe(text('sigHexJCS.txt'));
  });

  test('the proof value, by the code that signs credentials', () => {
    const { created, verificationMethod } = options as { created: string; verificationMethod: string };
    const { proof } = signDocument(unsigned, key, { created, verificationMethod });
    expect(proof.proofValue).toBe(text('sigBTC58JCS.txt'));
  });
});
