import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { signJson, verifyJson } from '../../../electron/node/crypto/signed-json.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { expectCode } from '../../support/throws-code.ts';
import { fromHex, toHex } from '../../support/vectors.ts';

describe('a signing key', () => {
  it('makes the public key and signature of RFC 8032 §7.1, test 2', () => {
    const key = SigningKey.fromSeed(
      fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'),
    );
    expect(toHex(key.publicKey)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    expect(toHex(key.sign(Uint8Array.of(0x72)))).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  it('is another each time it is generated, and the same from its seed', () => {
    const key = SigningKey.generate();
    expect(SigningKey.generate().did).not.toBe(key.did);
    expect(SigningKey.fromSeed(key.exportSeed()).did).toBe(key.did);
  });

  it('keeps its own copy of the seed', () => {
    const seed = new Uint8Array(32).fill(1);
    const key = SigningKey.fromSeed(seed);
    seed.fill(2);
    key.exportSeed().fill(3);
    expect(key.exportSeed()).toEqual(new Uint8Array(32).fill(1));
  });

  it('shows its secrets neither in logs, nor JSON, nor copies', () => {
    const key = SigningKey.fromSeed(new Uint8Array(32).fill(0xab));
    const secrets = [key.exportSeed(), key.sealing.privateKey].flatMap((bytes) => [
      toHex(bytes),
      Buffer.from(bytes).toString('base64url'),
      Array.from(bytes).join(','),
    ]);
    const shown = [key, key.sealing].flatMap((value) => [
      inspect(value, { depth: 9, showHidden: true }).replaceAll(' ', '').replaceAll('\n', ''),
      JSON.stringify(value),
      JSON.stringify({ ...value }),
      String(value),
    ]);
    for (const secret of secrets) for (const text of shown) expect(text).not.toContain(secret);
    expect(inspect(key)).toBe(`SigningKey(${key.did})`);
  });

  it('refuses a seed of another length', () => {
    expectCode('invalid-argument', () => SigningKey.fromSeed(new Uint8Array(31)));
    expectCode('invalid-argument', () => SigningKey.fromSeed(new Uint8Array(64)));
    expectCode('invalid-argument', () => SigningKey.fromSeed('seed' as unknown as Uint8Array));
  });
});

describe('signed JSON', () => {
  const key = SigningKey.generate();
  const signature = signJson(key, 'ghoststack/test/v1', { b: 1, a: 2 });

  it('counts for the same value in any order of keys', () => {
    expect(verifyJson(signature, 'ghoststack/test/v1', { a: 2, b: 1 }, key.publicKey)).toBe(true);
  });

  it('counts for no other value, domain, key or text', () => {
    const value = { a: 2, b: 1 };
    expect(verifyJson(signature, 'ghoststack/test/v1', { a: 2, b: 2 }, key.publicKey)).toBe(false);
    expect(verifyJson(signature, 'ghoststack/test/v2', value, key.publicKey)).toBe(false);
    expect(verifyJson(signature, 'ghoststack/test/v1', value, SigningKey.generate().publicKey)).toBe(false);
    expect(verifyJson(`${signature}=`, 'ghoststack/test/v1', value, key.publicKey)).toBe(false);
    expect(verifyJson('', 'ghoststack/test/v1', value, key.publicKey)).toBe(false);
  });

  it('refuses to sign what has no one canonical form', () => {
    expectCode('malformed', () => signJson(key, 'ghoststack/test/v1', { a: undefined }));
  });
});
