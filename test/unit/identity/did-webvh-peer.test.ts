// didwebvh-ts as a peer: it reads what is written here, and what it writes is read here.
import {
  createDID,
  type DIDDoc,
  type DIDLog,
  deactivateDID,
  prepareDataForSigning,
  resolveDIDFromLog,
  type Signer,
  updateDID,
  type Verifier,
} from 'didwebvh-ts';
import { describe, expect, test, vi } from 'vitest';
import { encodeMultibase } from '../../../electron/node/crypto/multibase.ts';
import { verifySignature } from '../../../electron/node/crypto/signature-rule.ts';
import { type DidLogEntry, deactivateDidLog } from '../../../electron/node/identity/did-webvh/index.ts';
import { readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';
import { resolveDidLog } from '../../../electron/node/tutorial/index.ts';
import { commitTo, key, memberLog, multikey, START_MS } from '../../support/did-webvh-forger.ts';

// In a test it writes every log that it reads into a folder of the project, by what this says when it is loaded.
vi.hoisted(() => vi.stubEnv('NODE_ENV', 'production'));

const verifier: Verifier = {
  verify: async (signature, message, publicKey) => verifySignature(signature, message, publicKey),
};

const signer = (number: number): Signer => ({
  getVerificationMethodId: () => `did:key:${multikey(number)}#${multikey(number)}`,
  sign: async ({ document, proof }) => ({
    proofValue: encodeMultibase('base58btc', key(number).sign(await prepareDataForSigning(document, proof))),
  }),
});

const method = (number: number) => ({ type: 'Multikey', publicKeyMultibase: multikey(number) });

/** It writes into what it is given. */
const theirs = (log: readonly DidLogEntry[]) => structuredClone(log) as unknown as DIDLog;

/** It adds two services of the host, which stand in no log. */
function written({ service: _, ...document }: DIDDoc): object {
  return document;
}

function member(log: unknown) {
  const read = readMemberLog(log);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe('it reads ours', () => {
  const first = member(memberLog().log);
  const [changed] = versionByDevice({
    log: first,
    nextKey: key(2),
    keyAfterNext: key(4).publicKey,
    nowMs: START_MS,
  });
  const two = member([...first.didLog, changed]);
  const byWords = versionsByWords({
    log: two,
    recovery: key(3),
    nextRecovery: key(5).publicKey,
    device: key(10),
    keyAfterNext: key(11).publicKey,
    nowMs: START_MS,
  });
  const four = member([...two.didLog, ...byWords]);

  test.each([
    ['a first version', first],
    ['a change by the device', two],
    ['a change by the words', four],
  ])('%s, and finds the keys and promises that are there', async (_, { didLog, scid, versions }) => {
    const read = await resolveDIDFromLog(theirs(didLog), { verifier });
    expect(read.did).toBe(`did:webvh:${scid}:ghoststack.invalid`);
    expect(written(read.doc)).toEqual(didLog.at(-1)!.state);
    expect(read.meta).toMatchObject({
      versionId: versions.at(-1)!.versionId,
      prerotation: true,
      nextKeyHashes: [versions.at(-1)!.device, versions.at(-1)!.words],
      deactivated: false,
    });
    // Each version names what comes next, or it could not be read on.
    expect(didLog.every(({ parameters }) => parameters.nextKeyHashes?.length === 2)).toBe(true);
  });

  test('an earlier version, by its id', async () => {
    const { versionId } = four.versions[1]!;
    const read = await resolveDIDFromLog(theirs(four.didLog), { verifier, versionId });
    expect(written(read.doc)).toEqual(resolveDidLog(four.didLog, { versionId }).didDocument);
  });

  test('one that was ended', async () => {
    const ended = deactivateDidLog({ log: two.didLog, nextKey: key(4), nowMs: START_MS });
    expect((await resolveDIDFromLog(theirs(ended), { verifier })).meta.deactivated).toBe(true);
  });

  test('and refuses what we refuse: a version by a key that nobody promised', async () => {
    const [wrong] = versionByDevice({
      log: first,
      nextKey: key(2),
      keyAfterNext: key(4).publicKey,
      nowMs: START_MS,
    });
    const forged = { ...wrong, parameters: { ...wrong.parameters, updateKeys: [multikey(9)] } };
    const log = [...first.didLog, forged];
    expect(resolveDidLog(log).didDocument).toBeNull();
    const read = await resolveDIDFromLog(theirs(log), { verifier }).catch(() => null);
    expect(read?.meta.versionId === forged.versionId && !read.meta.error).toBe(false);
  });
});

describe('we read its', () => {
  const made = (nextKeyHashes: string[]) =>
    createDID({
      domain: 'example.com',
      signer: signer(1),
      updateKeys: [multikey(1)],
      verificationMethods: [method(1)],
      nextKeyHashes,
      portable: true,
      created: '2026-11-20T10:00:00Z',
      verifier,
    });

  test('a log without pre-rotation, changed twice and ended', async () => {
    const { log, did } = await made([]);
    const changed = await updateDID({
      log: structuredClone(log),
      signer: signer(1),
      updateKeys: [multikey(2)],
      verificationMethods: [method(2)],
      verifier,
    });
    const ended = await deactivateDID({ log: structuredClone(changed.log), signer: signer(2), verifier });
    const logs: readonly DIDLog[] = [log, changed.log, ended.log];
    for (const [at, one] of logs.entries()) {
      const found = resolveDidLog(one, { did });
      expect(found.didDocumentMetadata).toMatchObject({ versionNumber: at + 1, deactivated: at === 2 });
      expect(found.didDocument).toEqual(one.at(-1)!.state);
    }
  });

  test('a log under pre-rotation, two keys on', async () => {
    const { log, did } = await made(commitTo(2, 3));
    const changed = await updateDID({
      log: structuredClone(log),
      signer: signer(3),
      updateKeys: [multikey(3)],
      nextKeyHashes: commitTo(4, 5),
      verificationMethods: [method(3)],
      verifier,
    });
    expect(resolveDidLog(changed.log, { did }).didDocumentMetadata).toMatchObject({ versionNumber: 2 });
  });
});
