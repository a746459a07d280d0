import { createHash, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, it } from 'vitest';
import { hkdfExpand } from '../../../electron/node/crypto/hkdf.ts';
import { deriveKeyPair, setupRecipient } from '../../support/hpke-reference.ts';
import { fromHex, readVectorJson, toHex } from '../../support/vectors.ts';

interface AuthVector {
  readonly [name: string]: unknown;
  readonly info: string;
  readonly ikmE: string;
  readonly ikmR: string;
  readonly ikmS: string;
  readonly skRm: string;
  readonly pkRm: string;
  readonly skSm: string;
  readonly pkSm: string;
  readonly enc: string;
  readonly encryptions: readonly { sequence_number: number; pt: string; aad: string; ct: string }[];
  readonly exports: readonly { exporter_context: string; L: number; exported_value: string }[];
}

interface AccumulatedVector {
  readonly info: string;
  readonly ikmE: string;
  readonly ikmR: string;
  readonly skRm: string;
  readonly pkRm: string;
  readonly enc: string;
  readonly accumulated_encryptions: string;
  readonly accumulated_exports: string;
}

const auth = readVectorJson<AuthVector>('hpke/rfc9180-auth-x25519-aes128gcm.json');
const base = readVectorJson<AccumulatedVector>('hpke/rfc9180-base-x25519-aes256gcm.json');

const kem = new DhkemX25519HkdfSha256();
const suiteOf = (aead: Aes128Gcm | Aes256Gcm) => new CipherSuite({ kem, kdf: new HkdfSha256(), aead });

/** The ikm of the ephemeral key makes the library's encapsulation repeatable (RFC 9180 §7.1.3). */
async function senderContext(suite: CipherSuite, vector: AuthVector | AccumulatedVector) {
  return suite.createSenderContext({
    recipientPublicKey: await kem.deserializePublicKey(fromHex(vector.pkRm)),
    info: fromHex(vector.info),
    ekm: fromHex(vector.ikmE),
    ...('skSm' in vector ? { senderKey: await kem.deserializePrivateKey(fromHex(vector.skSm)) } : {}),
  });
}

describe('the reference of the tests, which uses node:crypto alone', () => {
  it('computes every value of RFC 9180 A.1.3 (auth mode, X25519, AES-128-GCM)', () => {
    for (const role of ['E', 'R', 'S'] as const) {
      const pair = deriveKeyPair(fromHex(String(auth[`ikm${role}`])));
      expect(toHex(pair.privateKey)).toBe(auth[`sk${role}m`]);
      expect(toHex(pair.publicKey)).toBe(auth[`pk${role}m`]);
    }
    const context = setupRecipient({
      aeadId: 1,
      info: fromHex(auth.info),
      enc: fromHex(auth.enc),
      recipientPrivateKey: fromHex(auth.skRm),
      senderPublicKey: fromHex(auth.pkSm),
    });
    expect({
      shared_secret: toHex(context.sharedSecret),
      key_schedule_context: toHex(context.keyScheduleContext),
      secret: toHex(context.secret),
      key: toHex(context.key),
      base_nonce: toHex(context.baseNonce),
      exporter_secret: toHex(context.exporterSecret),
    }).toEqual({
      shared_secret: auth.shared_secret,
      key_schedule_context: auth.key_schedule_context,
      secret: auth.secret,
      key: auth.key,
      base_nonce: auth.base_nonce,
      exporter_secret: auth.exporter_secret,
    });
    for (const { sequence_number, pt, aad, ct } of auth.encryptions) {
      expect(toHex(context.seal(sequence_number, fromHex(aad), fromHex(pt)))).toBe(ct);
      expect(toHex(context.open(sequence_number, fromHex(aad), fromHex(ct)))).toBe(pt);
    }
    for (const { exporter_context, L, exported_value } of auth.exports) {
      expect(toHex(context.export(fromHex(exporter_context), L))).toBe(exported_value);
    }
  });

  it("computes RFC 9180's vector of our own suite (base mode, X25519, AES-256-GCM): 1000 exports, 1000 ciphertexts", () => {
    const context = setupRecipient({
      aeadId: 2,
      info: fromHex(base.info),
      enc: fromHex(base.enc),
      recipientPrivateKey: fromHex(base.skRm),
    });
    let draw = shakeInputs();
    const exports = createHash('shake128', { outputLength: 16 });
    for (let length = 0; length < 1000; length++) exports.update(context.export(draw(), length));
    expect(exports.digest('hex')).toBe(base.accumulated_exports);

    draw = shakeInputs();
    const ciphertexts = createHash('shake128', { outputLength: 16 });
    for (let sequence = 0; sequence < 1000; sequence++) {
      const aad = draw();
      ciphertexts.update(context.seal(sequence, aad, draw()));
    }
    expect(ciphertexts.digest('hex')).toBe(base.accumulated_encryptions);
  });
});

describe('the HPKE library of the product', () => {
  it('computes RFC 9180 A.1.3 (auth mode, X25519, AES-128-GCM) as sender and as recipient', async () => {
    const suite = suiteOf(new Aes128Gcm());
    const sender = await senderContext(suite, auth);
    expect(toHex(new Uint8Array(sender.enc))).toBe(auth.enc);
    const recipient = await suite.createRecipientContext({
      recipientKey: await kem.deserializePrivateKey(fromHex(auth.skRm)),
      senderPublicKey: await kem.deserializePublicKey(fromHex(auth.pkSm)),
      enc: fromHex(auth.enc),
      info: fromHex(auth.info),
    });
    for (const { exporter_context, L, exported_value } of auth.exports) {
      expect(toHex(new Uint8Array(await sender.export(fromHex(exporter_context), L)))).toBe(exported_value);
      expect(toHex(new Uint8Array(await recipient.export(fromHex(exporter_context), L)))).toBe(
        exported_value,
      );
    }
    const inOrder = auth.encryptions.filter((row) => row.sequence_number <= 2);
    for (const { pt, aad, ct } of inOrder) {
      expect(toHex(new Uint8Array(await sender.seal(fromHex(pt), fromHex(aad))))).toBe(ct);
      expect(toHex(new Uint8Array(await recipient.open(fromHex(ct), fromHex(aad))))).toBe(pt);
    }
  });

  it("computes RFC 9180's vector of our own suite in base mode", async () => {
    const sender = await senderContext(suiteOf(new Aes256Gcm()), base);
    expect(toHex(new Uint8Array(sender.enc))).toBe(base.enc);
    const draw = shakeInputs();
    const ciphertexts = createHash('shake128', { outputLength: 16 });
    for (let sequence = 0; sequence < 1000; sequence++) {
      const aad = draw();
      ciphertexts.update(new Uint8Array(await sender.seal(draw(), aad)));
    }
    expect(ciphertexts.digest('hex')).toBe(base.accumulated_encryptions);
  });
});

describe('HKDF-Expand (RFC 5869)', () => {
  it('agrees with the test cases 1 and 2 of RFC 5869', () => {
    const one = hkdfExpand(
      createSecretKey(fromHex('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5')),
      fromHex('f0f1f2f3f4f5f6f7f8f9'),
      42,
    );
    expect(toHex(one)).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
    const bytes = (from: number, to: number) => Uint8Array.from({ length: to - from }, (_, at) => from + at);
    const prk = createSecretKey(createHmac('sha256', bytes(0x60, 0xb0)).update(bytes(0x00, 0x50)).digest());
    expect(toHex(hkdfExpand(prk, bytes(0xb0, 0x100), 82))).toMatch(/^b11e398dc80327a1c8e7f78c596a4934/);
  });

  it('is the second half of what node:crypto computes in one', () => {
    for (const length of [1, 32, 33, 44, 64, 65, 255]) {
      const prk = createSecretKey(createHmac('sha256', 'salt').update('ikm').digest());
      const expected = new Uint8Array(hkdfSync('sha256', 'ikm', 'salt', 'info', length));
      expect(hkdfExpand(prk, Buffer.from('info'), length)).toEqual(expected);
    }
  });
});

/** Inputs as in SOURCE.txt: one length byte and that many bytes, from SHAKE128 of nothing. */
function shakeInputs(): () => Buffer {
  const stream = createHash('shake128', { outputLength: 600_000 }).digest();
  let at = 0;
  return () => {
    const length = stream[at] ?? 0;
    const bytes = stream.subarray(at + 1, at + 1 + length);
    at += 1 + length;
    return bytes;
  };
}
