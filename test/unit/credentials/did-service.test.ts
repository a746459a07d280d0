import { expect, test } from 'vitest';
import { makeRequest, sdJwt } from '../../../electron/node/credentials/index.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { signDocument } from '../../../electron/node/identity/data-integrity.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { DidService } from '../../../electron/node/tutorial/did-service.ts';
import type { DidEvent } from '../../../electron/node/tutorial/did-service-options.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const claims = { node_id: 'bob', role: 'relay', cell: 'cell-01' };

function withCredential() {
  const events: DidEvent[] = [];
  const dids = new DidService({ observe: (event) => events.push(event) });
  const alice = dids.createDid('alice');
  const bob = dids.createDid('bob');
  const id = dids.issueCredential({
    issuerDid: alice,
    subjectDid: bob,
    credentialType: 'MeshMember',
    claims,
  });
  return { dids, alice, bob, id, events };
}

test('an alias stands for a real key', () => {
  const dids = new DidService();
  expect(dids.createDid('alice')).toBe('did:sov:alice');
  const document = dids.resolve('did:sov:alice');
  expect(document.id).toMatch(/^did:key:z6Mk/);
  expect(dids.resolve(document.id)).toEqual(document);
  expect(dids.ownerOf(document.id)).toBe('alice');
  const signature = dids.sign('did:sov:alice', 'test/v1', { hello: 1 });
  expect(dids.verify(document.id, signature, 'test/v1', { hello: 1 })).toBe(true);
  expect(dids.verify(document.id, signature, 'test/v2', { hello: 1 })).toBe(false);
});

test("a credential names the keys, is signed, and comes in the tutorial's two forms", () => {
  const { dids, alice, bob, id } = withCredential();
  const credential = dids.credential(id);
  expect(credential.issuer).toBe(dids.didKey(alice));
  expect(credential.credentialSubject).toEqual({ ...claims, id: dids.didKey(bob) });
  expect(credential.type).toEqual(['VerifiableCredential', 'MeshMember']);
  expect(dids.verifyCredential(id)).toBe(true);
  expect(dids.verifyCredential(dids.issueCredential(alice, bob, 'MeshMember', claims))).toBe(true);
  expect(new DidService().verifyCredential(credential)).toBe(true);
});

test('a credential that was changed, or that another signed, is not valid', () => {
  const { dids, id } = withCredential();
  const credential = dids.credential(id);
  const { credentialSubject } = credential;
  expect(
    dids.verifyCredential({ ...credential, credentialSubject: { ...credentialSubject, role: 'admin' } }),
  ).toBe(false);
  expect(dids.verifyCredential({ ...credential, issuer: SigningKey.generate().did })).toBe(false);
  expect(dids.verifyCredential({ ...credential, issuer: 'did:sov:alice' })).toBe(false);
  expect(dids.verifyCredential({})).toBe(false);
  expect(new DidService({ now: () => Date.now() - 10 * 60_000 }).verifyCredential(credential)).toBe(false);
});

test("a proof that names another key than the issuer's is not valid, even if the issuer made it", () => {
  const key = SigningKey.generate();
  const dids = new DidService();
  const alice = dids.createDid('alice', { key });
  const { proof, ...document } = dids.credential(dids.issueCredential(alice, alice, 'MeshMember', claims));
  const sign = (verificationMethod: string) =>
    signDocument(document, key, { created: String(proof.created), verificationMethod });
  expect(dids.verifyCredential(sign(String(proof.verificationMethod)))).toBe(true);
  expect(dids.verifyCredential(sign(`${SigningKey.generate().did}#key`))).toBe(false);
});

test('a row changed in the store is noticed', () => {
  const store = openStore({ path: ':memory:' });
  const dids = new DidService({ store });
  dids.createDid('alice');
  const id = dids.issueCredential('did:sov:alice', 'did:sov:alice', 'MeshMember', { role: 'relay' });
  store.db.exec("UPDATE service_credential SET credential = replace(credential, 'relay', 'admin')");
  expect(dids.verifyCredential(id)).toBe(false);
});

test('only the chosen claims are disclosed', () => {
  const { dids, id, events } = withCredential();
  expect(dids.selectiveDisclosure(id, ['node_id', 'role'])).toEqual({ node_id: 'bob', role: 'relay' });
  expect(dids.selectiveDisclosure(id, [])).toEqual({});
  expect(() => dids.selectiveDisclosure(id, ['age'])).toThrow('"age"');
  expect(() => dids.selectiveDisclosure(id, ['id'])).toThrow(code('invalid-argument'));
  expect(() => dids.selectiveDisclosure(id, 'role' as never)).toThrow(code('invalid-argument'));
  expect(events.map(({ kind }) => kind)).toEqual(['created', 'created', 'issued', 'disclosed', 'disclosed']);
});

test('aliases and credentials survive in the store; keys do not leave memory', () => {
  const store = openStore({ path: ':memory:' });
  const key = SigningKey.generate();
  const before = new DidService({ store });
  before.createDid('alice', { key });
  const id = before.issueCredential('did:sov:alice', 'did:sov:alice', 'MeshMember', claims);
  const after = new DidService({ store });
  expect(after.verifyCredential(id)).toBe(true);
  expect(() => after.sign('did:sov:alice', 'test/v1', 1)).toThrow(code('key-missing'));
  expect(() => after.createDid('alice')).toThrow(code('already-exists'));
  after.createDid('alice', { key });
  expect(after.verify('did:sov:alice', after.sign('did:sov:alice', 'test/v1', 1), 'test/v1', 1)).toBe(true);
});

test("another's DID can be named and resolved, not signed for", () => {
  const dids = new DidService();
  const { did } = SigningKey.generate();
  expect(dids.addDid('erin', did)).toBe('did:sov:erin');
  expect(dids.resolve('did:sov:erin').id).toBe(did);
  expect(() => dids.sign('did:sov:erin', 'test/v1', 1)).toThrow(code('key-missing'));
  expect(() => dids.addDid('frank', did)).toThrow(code('already-exists'));
  expect(() => dids.addDid('frank', 'did:web:frank')).toThrow(code('malformed'));
});

test('bad arguments are named', () => {
  const { dids, alice, bob } = withCredential();
  for (const owner of ['', 'a b', 'ä', 'x'.repeat(41), undefined]) {
    expect(() => dids.createDid(owner as string)).toThrow(code('invalid-argument'));
  }
  expect(() => dids.createDid('alice')).toThrow(code('already-exists'));
  expect(() => dids.resolve('did:sov:nobody')).toThrow('did:sov:nobody');
  expect(() => dids.resolve(undefined as never)).toThrow(code('not-found'));
  expect(() => dids.verifyCredential('urn:uuid:none')).toThrow(code('not-found'));
  expect(() => dids.issueCredential('did:sov:nobody', bob, 'MeshMember', claims)).toThrow(code('not-found'));
  expect(() => dids.issueCredential(alice, 'did:sov:nobody', 'MeshMember', claims)).toThrow(
    code('not-found'),
  );
  expect(() => dids.issueCredential(alice, bob, 'Mesh Member', claims)).toThrow(code('invalid-argument'));
  expect(() => dids.issueCredential(alice, bob, 'MeshMember', { id: 'x' })).toThrow(code('invalid-argument'));
  expect(() => dids.issueCredential(alice, bob, 'MeshMember', [] as never)).toThrow(code('invalid-argument'));
  expect(() => dids.issueCredential(alice, bob, 'MeshMember', { at: new Date() })).toThrow(code('malformed'));
  expect(() => dids.issueCredential(alice, bob, 'MeshMember', { x: 'x'.repeat(70_000) })).toThrow(
    code('too-large'),
  );
});

test('what is shown to a verifier is an SD-JWT, bound to the key of its subject, and holds once for one request', () => {
  const { dids, alice, bob, id } = withCredential();
  const request = makeRequest({
    aud: dids.didKey(alice),
    type: 'MeshMember:1',
    fields: ['role'],
    nowMs: Date.now(),
  });
  const text = dids.present(id, request);
  expect(sdJwt.readSdJwt(text).disclosures).toHaveLength(1);
  const checked = dids.checkCredential(text, { request });
  expect(checked).toMatchObject({
    ok: true,
    value: { bound: true, claims: { role: 'relay' }, issuerName: alice },
  });
  expect(dids.verifyCredential(text, { request })).toBe(true);
  expect(dids.checkCredential(text, { request, isNonceUsed: () => true })).toMatchObject({
    error: { code: 'replayed' },
  });
  const other = makeRequest({ aud: dids.didKey(bob), type: 'MeshMember:1', fields: [], nowMs: Date.now() });
  expect(dids.checkCredential(text, { request: other })).toMatchObject({ error: { code: 'wrong-audience' } });
  expect(() => dids.present(id, request, ['age'])).toThrow(code('invalid-argument'));
});

test('claims that no built-in type has are of one that follows from them, which a stranger finds again', () => {
  const { dids, alice, bob } = withCredential();
  const id = dids.issueCredential(alice, bob, 'Relay', { hops: 3, up: true, street: 'Maple Street' });
  expect(new DidService().checkCredential(dids.credential(id))).toMatchObject({
    ok: true,
    value: { type: 'Relay', vouchedBy: 'key', bound: false, claims: { hops: 3, up: true } },
  });
  expect(dids.selectiveDisclosure(id, ['hops'])).toEqual({ hops: 3 });
  for (const claims of [{ at: 1.5 }, { list: [1] }, { issuer: 'x' }, {}]) {
    expect(() => dids.issueCredential(alice, bob, 'Relay', claims)).toThrow(code('invalid-argument'));
  }
});
