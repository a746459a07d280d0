import { describe, expect, it } from 'vitest';
import { isStrictPublicKey } from '#shared/protocol/signature-guard.ts';
import { verifySignature } from '../../../electron/node/crypto/signature-rule.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import {
  EXPECTED_SPECCHECK,
  EXPECTED_WYCHEPROOF,
  runSignatureVectors,
} from '../../support/signature-vectors.ts';
import { expectCode } from '../../support/throws-code.ts';
import { fromHex, readVectorJson } from '../../support/vectors.ts';

const message = Buffer.from('a vote');
const key = SigningKey.fromSeed(new Uint8Array(32).fill(7));

describe('the signature rule', () => {
  const counts = runSignatureVectors(
    verifySignature,
    readVectorJson('wycheproof/ed25519_test.json'),
    readVectorJson('speccheck/cases.json'),
  );

  it('gives every Wycheproof case its published verdict', () => {
    expect(counts.wycheproofFailed).toEqual([]);
    expect(counts.wycheproofTotal).toBe(EXPECTED_WYCHEPROOF);
    expect(counts.wycheproofPassed).toBe(EXPECTED_WYCHEPROOF);
  });

  it('accepts only the fourth case of ed25519-speccheck', () => {
    expect(counts.speccheck).toBe(EXPECTED_SPECCHECK);
  });

  it('accepts what the key signed, and nothing of another length', () => {
    const signature = key.sign(message);
    expect(verifySignature(signature, message, key.publicKey)).toBe(true);
    expect(verifySignature(signature.slice(0, 63), message, key.publicKey)).toBe(false);
    expect(verifySignature(Buffer.concat([signature, Buffer.of(0)]), message, key.publicKey)).toBe(false);
    expect(verifySignature(signature, message, key.publicKey.slice(0, 31))).toBe(false);
    expect(verifySignature(new Uint8Array(0), message, new Uint8Array(0))).toBe(false);
  });

  it('refuses S + L, which is the same signature in another spelling', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const signature = key.sign(message);
    const s = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`);
    const malleated = Buffer.from((s + order).toString(16).padStart(64, '0'), 'hex').reverse();
    expect(verifySignature(Buffer.concat([signature.slice(0, 32), malleated]), message, key.publicKey)).toBe(
      false,
    );
  });

  it('refuses every point of small order as a key, with either sign bit, and every y of p or more', () => {
    const smallOrder = [
      '0000000000000000000000000000000000000000000000000000000000000000',
      '0100000000000000000000000000000000000000000000000000000000000000',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    ];
    const tooLarge = ['ed', 'ee', 'ff'].map((low) => `${low}${'ff'.repeat(30)}7f`);
    for (const hex of [...smallOrder, ...tooLarge]) {
      const bytes = fromHex(hex);
      expect(isStrictPublicKey(bytes)).toBe(false);
      bytes[31] = (bytes[31] ?? 0) | 0x80;
      expect(isStrictPublicKey(bytes)).toBe(false);
    }
    expect(isStrictPublicKey(fromHex(`eb${'ff'.repeat(30)}7f`))).toBe(true);
  });

  it('gives the same verdict when a key is asked for again, after thousands of others', () => {
    const signature = key.sign(message);
    expect(verifySignature(signature, message, key.publicKey)).toBe(true);
    for (let index = 0; index < 4200; index++) {
      const other = Buffer.alloc(32);
      other.writeUInt32LE(index + 2, 0);
      expect(verifySignature(signature, message, other)).toBe(false);
    }
    expect(verifySignature(signature, message, key.publicKey)).toBe(true);
  });

  it('names the argument that is not bytes', () => {
    const signature = key.sign(message);
    const bad = 'text' as unknown as Uint8Array;
    expect(expectCode('invalid-argument', () => verifySignature(bad, message, key.publicKey))).toContain(
      'signature',
    );
    expect(expectCode('invalid-argument', () => verifySignature(signature, bad, key.publicKey))).toContain(
      'message',
    );
    expect(expectCode('invalid-argument', () => verifySignature(signature, message, bad))).toContain(
      'public key',
    );
  });
});
