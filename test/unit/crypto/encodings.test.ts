import { describe, expect, it } from 'vitest';
import { decodeBase58btc, encodeBase58btc } from '../../../electron/node/crypto/base58btc.ts';
import { decodeBase64url, encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { sha256, sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { decodeMultibase, encodeMultibase } from '../../../electron/node/crypto/multibase.ts';
import { decodeMultikey, encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { expectCode } from '../../support/throws-code.ts';
import { fromHex, readVectorJson, readVectorText, toHex } from '../../support/vectors.ts';

describe('hash', () => {
  it('is SHA-256 (FIPS 180-4, "abc"), of bytes and of UTF-8 alike', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256Hex('abc')).toBe(abc);
    expect(sha256Hex(Buffer.from('abc'))).toBe(abc);
    expect(toHex(sha256(Buffer.from('abc')))).toBe(abc);
  });
});

describe('base64url', () => {
  it('writes the strings of RFC 4648 §10 without padding, and reads them back', () => {
    const pairs = {
      '': '',
      f: 'Zg',
      fo: 'Zm8',
      foo: 'Zm9v',
      foob: 'Zm9vYg',
      fooba: 'Zm9vYmE',
      foobar: 'Zm9vYmFy',
    };
    for (const [text, encoded] of Object.entries(pairs)) {
      expect(encodeBase64url(Buffer.from(text))).toBe(encoded);
      expect(Buffer.from(decodeBase64url(encoded)).toString()).toBe(text);
    }
    expect(encodeBase64url(Uint8Array.of(0xfb, 0xff))).toBe('-_8');
  });

  it('encodes the view it is given, not the buffer behind it', () => {
    expect(encodeBase64url(Uint8Array.from([9, 9, 0x66, 9]).subarray(2, 3))).toBe('Zg');
  });

  it.each(['Zg==', 'Zh', 'Zm9v\n', ' Zm9v', '+/8', 'Z', 'Zm9vé', 'Zm8.'])('refuses %j', (text) => {
    expectCode('malformed', () => decodeBase64url(text));
  });
});

describe('base58btc', () => {
  const cases = readVectorJson<[string, string][]>('base58/base58_encode_decode.json');

  it(`agrees with Bitcoin's ${cases.length} vectors both ways`, () => {
    expect(cases.length).toBe(19);
    for (const [hex, text] of cases) {
      expect(encodeBase58btc(fromHex(hex))).toBe(text);
      expect(toHex(decodeBase58btc(text))).toBe(hex.toLowerCase());
    }
  });

  it('refuses characters outside its alphabet and texts too long to be a key', () => {
    for (const text of ['0', 'O', 'I', 'l', 'a b', 'é']) expectCode('malformed', () => decodeBase58btc(text));
    expectCode('too-large', () => decodeBase58btc('1'.repeat(1025)));
  });
});

describe('multibase', () => {
  // This project speaks the two bases that Multikey and Data Integrity proofs use; the others are refused.
  const SUPPORTED = ['base58btc', 'base64url'] as const;
  const rows = ['basic', 'leading_zero', 'two_leading_zeros', 'case_insensitivity'].flatMap((name) => {
    const [head = '', ...lines] = readVectorText(`multibase/${name}.csv`).trim().split('\n');
    const text = JSON.parse((head.split(', ')[1] ?? '').replaceAll('\\x00', '\\u0000')) as string;
    return lines.map((line) => {
      const [base = '', quoted = ''] = line.split(', ');
      return { name, base, text, encoded: JSON.parse(quoted) as string };
    });
  });

  it('agrees with the vectors of base58btc and base64url both ways', () => {
    const ours = rows.filter((row) => (SUPPORTED as readonly string[]).includes(row.base));
    expect(ours.length).toBe(6);
    for (const row of ours) {
      expect(encodeMultibase(row.base as (typeof SUPPORTED)[number], Buffer.from(row.text))).toBe(
        row.encoded,
      );
      expect(Buffer.from(decodeMultibase(row.encoded)).toString()).toBe(row.text);
    }
  });

  it('refuses the vectors of all other bases as unsupported', () => {
    const others = rows.filter((row) => !(SUPPORTED as readonly string[]).includes(row.base));
    expect(others.length).toBe(75);
    for (const row of others) expectCode('unsupported', () => decodeMultibase(row.encoded));
  });

  it('refuses what its base cannot have written', () => {
    for (const text of ['', 'z0', 'uZg==', 'uZh']) expectCode('malformed', () => decodeMultibase(text));
  });
});

describe('multikey', () => {
  const publicKey = new Uint8Array(32).fill(9);

  it('starts Ed25519 keys with z6Mk and X25519 keys with z6LS, and reads them back', () => {
    const ed25519 = encodeMultikey('ed25519', publicKey);
    const x25519 = encodeMultikey('x25519', publicKey);
    expect(ed25519).toMatch(/^z6Mk/);
    expect(x25519).toMatch(/^z6LS/);
    expect(decodeMultikey(ed25519)).toEqual({ kind: 'ed25519', publicKey });
    expect(decodeMultikey(x25519)).toEqual({ kind: 'x25519', publicKey });
  });

  it('refuses other keys, other lengths and other bases', () => {
    const key = (...bytes: number[]) => encodeMultibase('base58btc', Uint8Array.from(bytes));
    expectCode('unsupported', () => decodeMultikey(key(0xe7, 0x01, ...publicKey)));
    expectCode('malformed', () => decodeMultikey(key(0xed, 0x01, ...publicKey, 0)));
    expectCode('malformed', () => decodeMultikey(key(0xed, 0x01, ...publicKey.slice(1))));
    expectCode('malformed', () =>
      decodeMultikey(encodeMultibase('base64url', Uint8Array.from([0xed, 0x01, ...publicKey]))),
    );
    expectCode('unsupported', () => decodeMultikey('z'));
    expectCode('invalid-argument', () => encodeMultikey('ed25519', new Uint8Array(31)));
  });
});
