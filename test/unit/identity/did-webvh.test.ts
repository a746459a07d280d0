import { describe, expect, test } from 'vitest';
import {
  appendDidLogEntry,
  createDidLog,
  type DidLogEntry,
  didOfScid,
  formatDidLog,
  isScid,
  parseDidWebvh,
  type ResolvedDid,
  rotateDidLogKey,
  sealingKeyOf,
  signingKeyOf,
  verifyDidLog,
} from '../../../electron/node/identity/did-webvh/index.ts';
import {
  commitTo,
  key,
  memberLog,
  multikey,
  plainLog,
  refusal,
  START_MS,
  sealing,
} from '../../support/did-webvh-forger.ts';
import { expectCode } from '../../support/throws-code.ts';

function resolved(log: unknown): ResolvedDid {
  const result = verifyDidLog(log, { nowMs: START_MS });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('version 1 of a member', () => {
  const { did, scid, log } = memberLog();

  test('verifies, and its DID is that of its SCID at a host that nobody can own', () => {
    expect(verifyDidLog(log, { did, scid, nowMs: START_MS })).toMatchObject({
      ok: true,
      value: { did, scid },
    });
    expect(did).toBe(`did:webvh:${scid}:ghoststack.invalid`);
    expect(didOfScid(scid)).toBe(did);
    expect(isScid(scid)).toBe(true);
  });

  test('names the key that signs and the key that seals, and no other', () => {
    const value = resolved(log);
    expect(signingKeyOf(value)).toEqual(key(1).publicKey);
    expect(sealingKeyOf(value)).toEqual(sealing(1));
    expect(Object.keys(value.document).sort()).toEqual([
      '@context',
      'assertionMethod',
      'authentication',
      'id',
      'keyAgreement',
      'verificationMethod',
    ]);
  });

  test('is portable from the start and commits to two next keys', () => {
    expect(resolved(log).parameters).toEqual({
      method: 'did:webvh:1.0',
      scid,
      updateKeys: [multikey(1)],
      nextKeyHashes: commitTo(2, 3),
      witness: null,
      watchers: [],
      portable: true,
      deactivated: false,
      ttlSeconds: 3600,
    });
  });

  test('is the same bytes for the same keys and second, and others for another second', () => {
    expect(formatDidLog(memberLog().log)).toBe(formatDidLog(log));
    const later = createDidLog({
      signingKey: key(1),
      sealingPublicKey: sealing(1),
      nextKeyHashes: commitTo(2, 3),
      nowMs: START_MS + 1000,
    });
    expect(later.scid).not.toBe(scid);
  });

  test('holds the witnesses, watchers, time to live, host and path that it was given', () => {
    const made = createDidLog({
      signingKey: key(1),
      sealingPublicKey: sealing(1),
      nextKeyHashes: [],
      nowMs: START_MS,
      witness: { threshold: 1, witnesses: [multikey(7)] },
      watchers: ['https://watch.example'],
      ttlSeconds: 0,
      host: 'example.com%3A8443',
      path: ['cells', 'alice'],
      portable: false,
    });
    expect(made.did).toBe(`did:webvh:${made.scid}:example.com%3A8443:cells:alice`);
    expect(made.log[0]?.parameters).toMatchObject({
      portable: false,
      ttl: 0,
      watchers: ['https://watch.example'],
    });
    expect(made.log[0]?.parameters).not.toHaveProperty('nextKeyHashes');
    expect(refusal(made.log)).toEqual(['witness', 1]);
  });

  test.each([
    ['a host that is an address', { host: '127.0.0.1' }, 'malformed'],
    ['a path that climbs', { path: ['..'] }, 'malformed'],
    ['a sealing key of another length', { sealingPublicKey: new Uint8Array(31) }, 'invalid-argument'],
    ['a time that is none', { nowMs: Number.NaN }, 'invalid-argument'],
    [
      'more witnesses to sign than there are',
      { witness: { threshold: 2, witnesses: [multikey(7)] } },
      'malformed',
    ],
  ] as const)('is not made with %s', (_, option, code) => {
    const made = { signingKey: key(1), sealingPublicKey: sealing(1), nextKeyHashes: [], nowMs: START_MS };
    expectCode(code, () => createDidLog({ ...made, ...option }));
  });
});

describe('changing the key', () => {
  const { did, log } = memberLog();
  const rotate = (next: number, before: readonly DidLogEntry[] = log, nowMs = START_MS + 60_000) =>
    rotateDidLogKey({
      log: before,
      nextKey: key(next),
      sealingPublicKey: sealing(next),
      nextKeyHashes: commitTo(next + 10, next + 20),
      nowMs,
    });

  test.each([
    ['the key on the device', 2],
    ['the key of the recovery words', 3],
  ])('%s takes over, under the same DID', (_, next) => {
    const value = resolved(rotate(next));
    expect(value).toMatchObject({ did, versionNumber: 2, versionTime: '2026-11-23T10:01:00Z' });
    expect(signingKeyOf(value)).toEqual(key(next).publicKey);
    expect(sealingKeyOf(value)).toEqual(sealing(next));
  });

  test('the keys of every earlier version can still be looked up', () => {
    const { versions } = resolved(rotate(12, rotate(2)));
    expect(versions.map((version) => signingKeyOf(version))).toEqual([1, 2, 12].map((n) => key(n).publicKey));
  });

  test('a key to which nothing committed does not, nor does the old key once more', () => {
    expect(expectCode('malformed', () => rotate(4))).toContain('"pre-rotation"');
    expect(expectCode('malformed', () => rotate(1))).toContain('"pre-rotation"');
  });

  test('a clock that went back still gives a later version', () => {
    expect(resolved(rotate(2, log, START_MS - 86_400_000)).versionTime).toBe('2026-11-23T10:00:01Z');
  });

  test('the log that was handed in is left as it was', () => {
    const before = structuredClone(log);
    rotate(2);
    expect(log).toEqual(before);
  });
});

test('a DID moves with alsoKnownAs, is found by either name, and can be deactivated', () => {
  const { did, scid, log } = plainLog();
  const moved = `did:webvh:${scid}:example.org`;
  const longer = appendDidLogEntry({
    log,
    signingKey: key(1),
    nowMs: START_MS + 1000,
    document: { '@context': ['https://www.w3.org/ns/did/v1'], id: moved, alsoKnownAs: [did] },
  });
  expect(verifyDidLog(longer, { did })).toMatchObject({ ok: true, value: { did: moved } });
  expect(verifyDidLog(longer, { did: moved })).toMatchObject({ ok: true, value: { did: moved } });

  const ended = appendDidLogEntry({
    log: longer,
    signingKey: key(1),
    nowMs: START_MS + 2000,
    parameters: { updateKeys: [], deactivated: true },
  });
  expect(verifyDidLog(ended)).toMatchObject({ ok: true, value: { deactivated: true, versionNumber: 3 } });
  expect(
    expectCode('malformed', () =>
      appendDidLogEntry({ log: ended, signingKey: key(1), nowMs: START_MS + 3000 }),
    ),
  ).toContain('"deactivated"');
});

test('one version of several is resolved by its id, and an unknown id is not found', () => {
  const { log } = plainLog();
  const longer = appendDidLogEntry({
    log,
    signingKey: key(1),
    nowMs: START_MS + 1000,
    parameters: { ttl: 60 },
  });
  const versionId = log[0]!.versionId;
  expect(verifyDidLog(longer, { versionId })).toMatchObject({
    ok: true,
    value: { versionId, versionNumber: 1, parameters: { ttlSeconds: 3600 } },
  });
  const missing = verifyDidLog(longer, { versionId: versionId.replace('1-', '7-') });
  expect(missing).toMatchObject({ ok: false, error: { code: 'not-found', resolutionError: 'notFound' } });
});

describe('keys in a document', () => {
  const { log } = memberLog();
  const document = resolved(log).document as Record<string, unknown> & { id: string };
  const [signing, seal] = document.verificationMethod as Record<string, unknown>[];
  const signingId = String(signing!.id);
  const sealId = String(seal!.id);
  const other = { ...signing, id: `${document.id}#other`, publicKeyMultibase: multikey(9) };

  test.each([
    ['no key for authentication', { authentication: [] }],
    ['two keys for authentication', { authentication: [signingId, sealId] }],
    ['a sealing key for authentication', { authentication: [sealId], assertionMethod: [sealId] }],
    [
      'different keys for authentication and assertion',
      { assertionMethod: [other.id], verificationMethod: [signing, other, seal] },
    ],
    [
      'a key of another controller',
      { verificationMethod: [{ ...signing, controller: 'did:key:z6Mk' }, seal] },
    ],
    ['a key of another type', { verificationMethod: [{ ...signing, type: 'JsonWebKey' }, seal] }],
    ['two keys of one name', { verificationMethod: [signing, { ...other, id: signingId }, seal] }],
    ['a key that is no Multikey', { verificationMethod: [{ ...signing, publicKeyMultibase: 'z6Mk' }, seal] }],
    ['methods that are no list', { verificationMethod: 'z6Mk' }],
    ['an embedded key', { authentication: [signing] }],
  ])('%s: it is refused as a member', (_, change) => {
    const changed = { document: { ...document, ...change } };
    expect(expectCode('malformed', () => signingKeyOf(changed))).toContain('"document"');
  });

  test('a document without one key for key agreement cannot be sealed to', () => {
    expectCode('malformed', () => sealingKeyOf({ document: { ...document, keyAgreement: [] } }));
    expectCode('malformed', () => sealingKeyOf({ document: { ...document, keyAgreement: [signingId] } }));
  });
});

describe('a DID', () => {
  const { scid } = memberLog();

  test.each([
    'did:web:example.com',
    'did:webvh:',
    `did:webvh:${scid}`,
    `did:webvh:${scid}:localhost`,
    `did:webvh:${scid.slice(1)}:example.com`,
    `did:webvh:${scid.replace('Qm', 'Zm')}:example.com`,
    `did:webvh:${scid}:192.168.1.1`,
    `did:webvh:${scid}:0x7f.1`,
    `did:webvh:${scid}:example.0x1`,
    `did:webvh:${scid}:[::1]`,
    `did:webvh:${scid}:-bad.example`,
    `did:webvh:${scid}:example.com.`,
    `did:webvh:${scid}:example.com%3A0`,
    `did:webvh:${scid}:example.com%3A65536`,
    `did:webvh:${scid}:example.com%3A80%3A80`,
    `did:webvh:${scid}:example.com:`,
    `did:webvh:${scid}:example.com:a::b`,
    `did:webvh:${scid}:example.com:%2e`,
    `did:webvh:${scid}:example.com:a%2Fb`,
    `did:webvh:${scid}:example.com:a%5Cb`,
    `did:webvh:${scid}:example.com:a%00`,
    `did:webvh:${scid}:example.com:%zz`,
    `did:webvh:${scid}:example.com:%FF`,
    `did:webvh:${scid}:user@example.com`,
    `did:webvh:${scid}:example.com?versionId=1`,
    `did:webvh:${scid}:example.com/whois`,
    `did:webvh:${scid}:example.com:${'a'.repeat(500)}`,
  ])('%s is not one', (did) => {
    expectCode('malformed', () => parseDidWebvh(did));
    expect(refusal(memberLog().log, { did })).toEqual(['did', null]);
  });

  test('a text that is not a SHA-256 multihash is no SCID', () => {
    expect(['', scid.slice(1), `${scid}1`, `Qm${'z'.repeat(44)}`].map(isScid)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expectCode('malformed', () => didOfScid('Qm'));
  });
});
