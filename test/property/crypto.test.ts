import { hashes, sign as nobleSign, verify as nobleVerify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import serialize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { decodeBase58btc, encodeBase58btc } from '../../electron/node/crypto/base58btc.ts';
import { decodeBase64url, encodeBase64url } from '../../electron/node/crypto/base64url.ts';
import { canonicalize } from '../../electron/node/crypto/canonical-json.ts';
import { decodeMultibase } from '../../electron/node/crypto/multibase.ts';
import { decodeMultikey } from '../../electron/node/crypto/multikey.ts';
import { createSealingSender, SealingReceiver } from '../../electron/node/crypto/sealing.ts';
import { verifySignature } from '../../electron/node/crypto/signature-rule.ts';
import { SigningKey } from '../../electron/node/crypto/signing-key.ts';
import { parseStrictJson, parseStrictJsonBytes } from '../../electron/node/crypto/strict-json.ts';
import {
  didDocument,
  didFromPublicKey,
  publicKeyFromDid,
  sealingPublicKeyFromDid,
} from '../../electron/node/identity/did-key.ts';

hashes.sha512 = sha512;

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const flip = (original: Uint8Array, bit: number): Uint8Array => {
  const changed = Uint8Array.from(original);
  const at = bit % (8 * changed.length);
  changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
  return changed;
};

/** The value, or that it was refused with a code of ours; anything else thrown fails the test. */
function valueOrRefusal<T>(run: () => T): T | 'refused' {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GhostStackError)) throw error;
    return 'refused';
  }
}

describe('encodings, for any input', () => {
  it('read back what they wrote', () => {
    fc.assert(
      fc.property(bytes(200), (data) => {
        expect(decodeBase64url(encodeBase64url(data))).toEqual(data);
        expect(decodeBase58btc(encodeBase58btc(data))).toEqual(data);
      }),
    );
  });

  it('give a value that has this one spelling, or a typed error', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ maxLength: 60, unit: fc.constantFrom(...'zumkA1-_=+/ Zg') }),
      fc.base64String({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (input) => {
        const base64 = valueOrRefusal(() => decodeBase64url(input));
        if (base64 !== 'refused') expect(encodeBase64url(base64)).toBe(input);
        const base58 = valueOrRefusal(() => decodeBase58btc(input));
        if (base58 !== 'refused') expect(encodeBase58btc(base58)).toBe(input);
        valueOrRefusal(() => decodeMultibase(input));
        valueOrRefusal(() => decodeMultikey(input));
        valueOrRefusal(() => decodeMultikey(`z6Mk${input}`));
        valueOrRefusal(() => publicKeyFromDid(`did:key:z6Mk${input}`));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('did:key, for any 32 bytes', () => {
  it('reads back what it wrote, or refuses bytes that are no key', () => {
    fc.assert(
      fc.property(seed, (publicKey) => {
        const did = didFromPublicKey(publicKey);
        const read = valueOrRefusal(() => publicKeyFromDid(did));
        if (read !== 'refused') expect(read).toEqual(publicKey);
        valueOrRefusal(() => sealingPublicKeyFromDid(did));
        valueOrRefusal(() => didDocument(did));
      }),
    );
  });

  it('derives the same X25519 key from the public half as from the private one', () => {
    fc.assert(
      fc.property(seed, (secret) => {
        const key = SigningKey.fromSeed(secret);
        expect(sealingPublicKeyFromDid(key.did)).toEqual(key.sealing.publicKey);
      }),
    );
  });
});

describe('JSON, for any value', () => {
  it('is canonical as the published library writes it, and the same after parsing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        // fast-check makes strings that are not Unicode; both refuse those.
        const text = valueOrRefusal(() => canonicalize(value));
        if (text === 'refused') {
          expect(() => serialize(value)).toThrow();
          return;
        }
        expect(text).toBe(serialize(value));
        expect(canonicalize(parseStrictJson(text, { maxBytes: 1_000_000 }))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalize(reversed)).toBe(canonicalize(value));
      }),
    );
  });

  it('is parsed as JSON.parse parses it, or refused with a typed error', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string({ maxLength: 40, unit: fc.constantFrom(...'{}[]",:\\u0d8e1 a') }),
      fc.string({ maxLength: 40, unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (input) => {
        const value = valueOrRefusal(() => parseStrictJson(input, { maxBytes: 10_000 }));
        if (value !== 'refused') expect(value).toEqual(JSON.parse(input));
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(bytes(40), (input) => {
        valueOrRefusal(() => parseStrictJsonBytes(input, { maxBytes: 30 }));
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused whenever an object repeats a key, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }), (key, inner) => {
        const value = valueOrRefusal(() => canonicalize(inner));
        fc.pre(value !== 'refused');
        const text = `[{"x":${value}},{${JSON.stringify(key)}:${value},${JSON.stringify(key)}:1}]`;
        expect(valueOrRefusal(() => parseStrictJson(text, { maxBytes: 100_000 }))).toBe('refused');
      }),
    );
  });
});

describe('signatures, against noble as the oracle', () => {
  it('are the same bytes, and each accepts what the other signed', () => {
    fc.assert(
      fc.property(seed, bytes(200), (secret, message) => {
        const key = SigningKey.fromSeed(secret);
        const signature = key.sign(message);
        expect(signature).toEqual(Uint8Array.from(nobleSign(message, secret)));
        expect(verifySignature(signature, message, key.publicKey)).toBe(true);
        expect(nobleVerify(signature, message, key.publicKey, { zip215: false })).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('fail on any flipped bit of signature, message or key, in both', () => {
    fc.assert(
      fc.property(seed, fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (secret, message, bit) => {
        const key = SigningKey.fromSeed(secret);
        const signature = key.sign(message);
        expect(verifySignature(flip(signature, bit), message, key.publicKey)).toBe(false);
        expect(verifySignature(signature, flip(message, bit), key.publicKey)).toBe(false);
        expect(verifySignature(signature, message, flip(key.publicKey, bit))).toBe(false);
        expect(nobleVerify(flip(signature, bit), message, key.publicKey, { zip215: false })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('give a verdict on any bytes, and never accept what noble refuses', () => {
    fc.assert(
      fc.property(bytes(70), bytes(20), bytes(34), (signature, message, publicKey) => {
        const verdict = verifySignature(signature, message, publicKey);
        expect(typeof verdict).toBe('boolean');
        if (signature.length !== 64 || publicKey.length !== 32) expect(verdict).toBe(false);
        else if (verdict) expect(nobleVerify(signature, message, publicKey, { zip215: false })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('sealing, for any text', () => {
  const alice = SigningKey.generate().sealing;
  const bob = SigningKey.generate().sealing;
  const info = 'ghoststack/test/v1';
  const ids = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });

  it('opens to the same text, and not after any flipped bit', async () => {
    const receiver = new SealingReceiver(bob, info);
    await fc.assert(
      fc.asyncProperty(ids, bytes(50), bytes(300), fc.nat(), async (id, aad, text, bit) => {
        const sender = await createSealingSender({ sender: alice, recipientPublicKey: bob.publicKey, info });
        const message = {
          senderPublicKey: alice.publicKey,
          enc: sender.enc,
          id,
          aad,
          sealed: sender.seal(id, aad, text),
        };
        expect(await receiver.open(message)).toEqual(text);
        const refused = async (change: object) => {
          await expect(receiver.open({ ...message, ...change })).rejects.toMatchObject({ code: 'malformed' });
        };
        await refused({ sealed: flip(message.sealed, bit) });
        if (aad.length > 0) await refused({ aad: flip(aad, bit) });
        await refused({ id: `${id}x` });
      }),
      { numRuns: 40 },
    );
  });

  it('gives a typed error on any bytes', async () => {
    const receiver = new SealingReceiver(bob, info);
    await fc.assert(
      fc.asyncProperty(bytes(40), bytes(40), bytes(80), async (senderPublicKey, enc, sealed) => {
        const opening = receiver.open({
          senderPublicKey,
          enc: encodeBase64url(enc),
          id: 'x',
          aad: enc,
          sealed,
        });
        await expect(opening).rejects.toBeInstanceOf(GhostStackError);
      }),
      { numRuns: 60 },
    );
  });
});
