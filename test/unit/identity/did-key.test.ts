import { describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { decodeBase58btc } from '../../../electron/node/crypto/base58btc.ts';
import { decodeMultikey, encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import {
  didDocument,
  didFromPublicKey,
  fingerprint,
  publicKeyFromDid,
  sealingPublicKeyFromDid,
} from '../../../electron/node/identity/did-key.ts';
import { expectCode } from '../../support/throws-code.ts';
import { fromHex, readVectorJson, readVectorText } from '../../support/vectors.ts';

interface DidKeyVector {
  readonly did: string;
  readonly seed: string;
  readonly publicKeyBase58: string;
  readonly x25519Id: string;
  readonly x25519PublicKeyBase58: string;
  readonly x25519PrivateKeyBase58: string;
}

describe('did:key', () => {
  const vectors = readVectorJson<DidKeyVector[]>('did-key/ed25519-x25519.extract.json');

  it.each(vectors)(
    'agrees with the vector $did: key, document, and the X25519 key derived from it',
    (vector) => {
      const key = SigningKey.fromSeed(fromHex(vector.seed));
      expect(key.did).toBe(vector.did);
      expect(didFromPublicKey(key.publicKey)).toBe(vector.did);
      expect(publicKeyFromDid(vector.did)).toEqual(key.publicKey);
      expect(key.publicKey).toEqual(decodeBase58btc(vector.publicKeyBase58));
      const sealing = decodeBase58btc(vector.x25519PublicKeyBase58);
      expect(sealingPublicKeyFromDid(vector.did)).toEqual(sealing);
      expect(key.sealing.publicKey).toEqual(sealing);
      expect(key.sealing.privateKey).toEqual(decodeBase58btc(vector.x25519PrivateKeyBase58));
      expect(decodeMultikey(vector.x25519Id)).toEqual({ kind: 'x25519', publicKey: sealing });

      const document = didDocument(vector.did);
      const signingId = `${vector.did}#${vector.did.slice('did:key:'.length)}`;
      const sealingId = `${vector.did}#${vector.x25519Id}`;
      expect(document.id).toBe(vector.did);
      expect(document.authentication).toEqual([signingId]);
      expect(document.assertionMethod).toEqual([signingId]);
      expect(document.keyAgreement).toEqual([sealingId]);
      expect(document.verificationMethod).toEqual([
        {
          id: signingId,
          type: 'Multikey',
          controller: vector.did,
          publicKeyMultibase: vector.did.slice('did:key:'.length),
        },
        { id: sealingId, type: 'Multikey', controller: vector.did, publicKeyMultibase: vector.x25519Id },
      ]);
    },
  );

  it("reads the specification's Ed25519 DIDs and refuses its others as unsupported", () => {
    const lines = (path: string) => readVectorText(path).trim().split('\n');
    const ed25519 = lines('did-key/spec-ed25519-dids.txt');
    const all = lines('did-key/spec-all-dids.txt');
    expect(ed25519).toHaveLength(2);
    expect(all).toHaveLength(8);
    for (const did of ed25519) expect(didFromPublicKey(publicKeyFromDid(did))).toBe(did);
    for (const did of all.filter((one) => !ed25519.includes(one))) {
      expectCode('unsupported', () => publicKeyFromDid(did));
    }
  });

  it('refuses what is not a did:key, and keys under which no signature counts', () => {
    for (const did of ['', 'did:sov:alice', 'did:key:', 'did:key:z0', 'did:web:z6Mk', 'did:key:u7QE']) {
      expectCode('malformed', () => publicKeyFromDid(did));
    }
    expect(() => publicKeyFromDid(vectors[0]!.did.slice(0, -1))).toThrow(GhostStackError);
    expectCode('unsupported', () => publicKeyFromDid(`did:key:${vectors[0]!.x25519Id}`));
    const identity = encodeMultikey('ed25519', Uint8Array.from([1, ...new Uint8Array(31)]));
    expectCode('malformed', () => publicKeyFromDid(`did:key:${identity}`));
    const notOnCurve = encodeMultikey('ed25519', Uint8Array.from([2, ...new Uint8Array(31)]));
    expectCode('malformed', () => sealingPublicKeyFromDid(`did:key:${notOnCurve}`));
  });

  it('has a fingerprint of five groups of four digits that two people can read to each other', () => {
    const did = vectors[0]!.did;
    expect(fingerprint(did)).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){4}$/);
    expect(fingerprint(did)).toBe(fingerprint(did));
    expect(fingerprint(did)).not.toBe(fingerprint(vectors[1]!.did));
  });
});
