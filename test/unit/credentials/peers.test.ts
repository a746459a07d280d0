/** Other people's libraries read what we write, and we what they write; none of them is in the product. */
import { createHash, createPrivateKey, randomBytes } from 'node:crypto';
import { Bitstring } from '@digitalbazaar/bitstring';
import { SDJwtInstance } from '@sd-jwt/core';
import Ajv2020 from 'ajv/dist/2020.js';
import { CompactSign, compactVerify, importJWK } from 'jose';
import jsonld from 'jsonld';
import { describe, expect, test } from 'vitest';
import { bitsOf } from '#shared/protocol/credentials/list-bits.ts';
import { V2_CONTEXT_URL } from '#shared/protocol/credentials/v2-context.ts';
import {
  checkCredential,
  definedType,
  MESH_MEMBER,
  sdJwt,
} from '../../../electron/node/credentials/index.ts';
import { packBits, unpackBits } from '../../../electron/node/credentials/status/bitstring.ts';
import { faultOfClaims } from '../../../electron/node/credentials/type/claims-of-type.ts';
import { jsonSchemaOf } from '../../../electron/node/credentials/type/json-schema.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import v2 from '../../../resources/contexts/credentials-v2.json' with { type: 'json' };
import * as of from '../../support/credentials/outside.ts';

const credential = of.issue();
const policy = {
  nowMs: of.NOW_MS,
  cell: of.cellFacts({ issues: [of.issueOf(credential)] }),
  request: of.request(),
};

const publicJwk = ({ publicKey }: SigningKey) => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: encodeBase64url(publicKey),
});
const privateJwk = (key: SigningKey) => ({
  ...publicJwk(key),
  d: encodeBase64url(key.exportSeed()),
  alg: 'Ed25519',
});
/** The last part of a JWT, by node:crypto alone. */
const signatureOf = (key: SigningKey) => async (data: string) => {
  expect(createPrivateKey({ key: privateJwk(key), format: 'jwk' }).asymmetricKeyType).toBe('ed25519');
  return encodeBase64url(key.sign(Buffer.from(data)));
};

describe('jose', () => {
  test('verifies the JWT of a credential and its key binding, and finds a change', async () => {
    const [jwt = '', , binding = ''] = of.shown(credential).split('~');
    const verified = await compactVerify(jwt, await importJWK(publicJwk(of.alice.key), 'Ed25519'));
    expect(verified.protectedHeader).toMatchObject({ alg: 'Ed25519', typ: 'vc+sd-jwt', cty: 'vc' });
    const bound = await compactVerify(binding, await importJWK(publicJwk(of.bob.key), 'Ed25519'));
    expect(bound.protectedHeader).toEqual({ alg: 'Ed25519', typ: 'kb+jwt' });
    await expect(compactVerify(jwt, await importJWK(publicJwk(of.bob.key), 'Ed25519'))).rejects.toThrow();
  });

  test('signs what we take', async () => {
    const { header, payload } = sdJwt.readJws(credential.jwt);
    const signed = await new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader(header as never)
      .sign(await importJWK(privateJwk(of.alice.key)));
    // Members in the order in which they came, and a signature that is the same whoever makes it.
    expect(signed).toBe(credential.jwt);
  });
});

describe('@sd-jwt/core', () => {
  const hasher = (data: string | ArrayBuffer) =>
    new Uint8Array(
      createHash('sha256')
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    );
  const peer = (issuer: SigningKey, holder: SigningKey) =>
    new SDJwtInstance({
      signAlg: 'Ed25519',
      signer: signatureOf(issuer),
      verifier: async (data, signature) => (await signatureOf(issuer)(data)) === signature,
      kbSignAlg: 'Ed25519',
      kbSigner: signatureOf(holder),
      kbVerifier: async (data, signature) => (await signatureOf(holder)(data)) === signature,
      hasher,
      hashAlg: 'sha-256',
      saltGenerator: () => encodeBase64url(randomBytes(16)),
    });
  const { alice, bob } = of;

  test('reads what we show, and sees no more of it', async () => {
    const read = await peer(alice.key, bob.key).verify(of.shown(credential), {
      keyBindingNonce: of.request().nonce,
    });
    expect(read.payload).toMatchObject({ credentialSubject: { role: 'relay' } });
    expect((read.payload as { credentialSubject: object }).credentialSubject).toEqual({ role: 'relay' });
    expect(read.kb?.payload).toMatchObject({ aud: of.VERIFIER.did });
  });

  test('chooses from what we issued, and binds it, as we take it', async () => {
    const whole = sdJwt.joinSdJwt(credential.jwt, credential.disclosures);
    const shown = await peer(alice.key, bob.key).present(
      whole,
      { credentialSubject: { role: true, node_id: true } } as never,
      {
        kb: {
          payload: { aud: of.VERIFIER.did, nonce: of.request().nonce, iat: Math.floor(of.NOW_MS / 1000) },
        },
      },
    );
    expect(checkCredential(shown, policy)).toMatchObject({
      ok: true,
      value: { claims: { role: 'relay', node_id: 'bob' }, bound: true },
    });
  });

  test('issues nested claims and decoys, as our reader of RFC 9901 takes them', async () => {
    const claims = { name: 'x', list: ['a', 'b', 'c'], nested: { deep: { deeper: 1 }, other: [1, 2] } };
    const issued = await peer(alice.key, bob.key).issue(
      claims,
      {
        _sd: ['name', 'nested'],
        _sd_decoy: 2,
        list: { _sd: [0, 2], _sd_decoy: 1 },
        nested: { _sd: ['deep'], deep: { _sd: ['deeper'] }, other: { _sd: [1] } },
      } as never,
      { header: { typ: 'example+sd-jwt' } },
    );
    const read = sdJwt.verifySdJwt(issued, {
      verify: (input, signature) => encodeBase64url(alice.key.sign(input)) === encodeBase64url(signature),
      keyBinding: null,
    });
    expect(read.ok && read.value.claims).toEqual(claims);
  });

  test('reads arrays, recursion and decoys of ours', async () => {
    const claims = { list: ['a', ['b', 'c']], nested: { deep: { deeper: 1 } } };
    const { payload, disclosures } = sdJwt.packClaims(claims, {
      concealed: [
        ['list', 1],
        ['list', 1, 0],
        ['nested', 'deep'],
        ['nested', 'deep', 'deeper'],
      ],
      decoys: 2,
    });
    const jwt = sdJwt.writeJws({ alg: 'Ed25519' }, payload, (input) => alice.key.sign(input));
    const text = sdJwt.joinSdJwt(
      jwt,
      disclosures.map((one) => one.text),
    );
    expect((await peer(alice.key, bob.key).verify(text)).payload).toEqual(claims);
  });
});

test('@digitalbazaar/bitstring reads our list, and we its', async () => {
  const indices = [0, 7, 8, 94_567, 131_071];
  const theirs = new Bitstring({ length: 131_072 });
  for (const index of indices) theirs.set(index, true);
  expect(unpackBits(await theirs.encodeBits())).toEqual(bitsOf(indices));
  // A copy: it looks at the whole buffer behind a view.
  const bits = Uint8Array.from(await Bitstring.decodeBits({ encoded: packBits(bitsOf(indices)) }));
  const read = new Bitstring({ buffer: bits });
  expect(read.length).toBe(131_072);
  expect([1, ...indices].map((index) => read.get(index))).toEqual([false, true, true, true, true, true]);
});

describe('ajv', () => {
  const type = definedType('a'.repeat(64), {
    type: 'Tool',
    title: 'A tool',
    claims: {
      label: { type: 'text', max: 3 },
      count: { type: 'integer', min: -2, max: 7 },
      lent: { type: 'boolean', optional: true },
      colour: { type: 'choice', of: ['red', 'green'] },
    },
  });
  const validate = new Ajv2020({ strict: true }).compile(jsonSchemaOf(type));

  test.each([
    [{ label: 'abc', count: 7, colour: 'red' }, true],
    [{ label: '😀😀😀', count: -2, lent: false, colour: 'green' }, true],
    [{ label: '', count: 0, colour: 'red' }, true],
    [{ label: '😀😀😀😀', count: 0, colour: 'red' }, false],
    [{ label: 'abc', count: 8, colour: 'red' }, false],
    [{ label: 'abc', count: 1.5, colour: 'red' }, false],
    [{ label: 'abc', count: '1', colour: 'red' }, false],
    [{ label: 'abc', count: 1, colour: 'blue' }, false],
    [{ label: 'abc', count: 1, colour: 'red', lent: 'no' }, false],
    [{ label: 'abc', count: 1, colour: 'red', more: 1 }, false],
    [{ label: 'abc', count: 1 }, false],
    [{ label: null, count: 1, colour: 'red' }, false],
  ])('says of %o what our own check says', (claims, holds) => {
    expect(validate({ credentialSubject: { id: 'did:key:z6Mk', ...claims } })).toBe(holds);
    expect(faultOfClaims(type, claims, { isWhole: true }) === null).toBe(holds);
  });

  test('takes a whole credential of ours', () => {
    expect(new Ajv2020({ strict: true }).compile(jsonSchemaOf(MESH_MEMBER))(credential.whole)).toBe(true);
  });
});

describe('jsonld, in safe mode and without a network', () => {
  const expand = (document: unknown) =>
    jsonld.expand(document, {
      safe: true,
      documentLoader: async (url) => {
        if (url !== V2_CONTEXT_URL) throw new Error(`fetches ${url}`);
        return { document: v2, documentUrl: url };
      },
    });

  test('a whole credential: every word has a meaning', async () => {
    const [expanded = {}] = await expand(credential.whole);
    expect(expanded['https://www.w3.org/2018/credentials#credentialSubject']).toEqual([
      {
        '@id': of.didOf('bob'),
        'urn:ghoststack:type:MeshMember:1#cell': [{ '@value': 'cell-01' }],
        'urn:ghoststack:type:MeshMember:1#node_id': [{ '@value': 'bob' }],
        'urn:ghoststack:type:MeshMember:1#role': [{ '@value': 'relay' }],
      },
    ]);
    expect(expanded['@type']).toContain('urn:ghoststack:type:MeshMember:1#MeshMember');
  });

  test('what is shown of one, and a list of revoked ones', async () => {
    const shown = sdJwt.unpackSdJwt(sdJwt.readSdJwt(of.shown(credential))).claims;
    await expect(expand(shown)).resolves.toHaveLength(1);
    await expect(expand(of.aliceList([3]))).resolves.toHaveLength(1);
    await expect(expand({ ...credential.whole, unknown: 1 })).rejects.toThrow();
  });
});
