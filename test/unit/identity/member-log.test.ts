// Each rule of "The DID log of a member", broken in a log whose hashes and signatures are otherwise right.
import { describe, expect, test } from 'vitest';
import {
  type DidLogEntry,
  formatDidLog,
  memberDocument,
} from '../../../electron/node/identity/did-webvh/index.ts';
import {
  extendMemberLog,
  isExtension,
  type MemberLog,
  type MemberLogFailure,
  readLongerMemberLog,
  readMemberLog,
} from '../../../electron/node/identity/member-log/index.ts';
import { versionByDevice, versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';
import {
  commitTo,
  forgeFirst,
  forgeNext,
  key,
  memberLog,
  multikey,
  START_MS,
  sealing,
} from '../../support/did-webvh-forger.ts';

function accepted(log: unknown, scid?: string): MemberLog {
  const result = readMemberLog(log, scid);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function refused(log: unknown, scid?: string): MemberLogFailure {
  const result = readMemberLog(log, scid);
  if (result.ok) throw new Error('It was accepted.');
  expect(result.error.message).toMatch(new RegExp(`rule ${result.error.rule}\\b`));
  return result.error;
}

const hash = (number: number) => commitTo(number)[0]!;
const first = memberLog();
const one = accepted(first.log, first.scid);

type Draft = Parameters<Parameters<typeof forgeNext>[1]>[0];

/** A version under one key, in a document of another, that promises two more. */
const shaped = (draft: Draft, update: number, document: number, next: readonly [number, number]) => {
  Reflect.set(draft, 'parameters', { updateKeys: [multikey(update)], nextKeyHashes: commitTo(...next) });
  const keys = { signingPublicKey: key(document).publicKey, sealingPublicKey: sealing(document) };
  Reflect.set(draft, 'state', memberDocument(first.did, keys));
};

/** Key 2 is the device's after key 1; 3 is that of the words. */
const byDevice = (log: readonly DidLogEntry[], next: readonly [number, number], update = 2) =>
  forgeNext(log, (draft) => shaped(draft, update, update, next), key(update));
const byWords = (
  log: readonly DidLogEntry[],
  document: number,
  next: readonly [number, number],
  update = 3,
) => forgeNext(log, (draft) => shaped(draft, update, document, next), key(update));

const device = byDevice(first.log, [4, 3]);
const words = byDevice(byWords(first.log, 10, [10, 5]), [11, 5], 10);

describe('logs of members', () => {
  test('a first version, a change by the device and one by the words are read, with who made what', () => {
    expect(one.versions).toEqual([
      {
        versionId: first.log[0]!.versionId,
        versionTimeMs: START_MS,
        key: multikey(1),
        sealing: sealingOf(1),
        by: 'first',
        device: hash(2),
        words: hash(3),
      },
    ]);
    expect(accepted(device).versions.slice(1)).toEqual([
      expect.objectContaining({ by: 'device', key: multikey(2), device: hash(4), words: hash(3) }),
    ]);
    expect(accepted(words).versions.slice(1)).toEqual([
      expect.objectContaining({ by: 'words', key: multikey(10), device: hash(10), words: hash(5) }),
      expect.objectContaining({ by: 'device', key: multikey(10), device: hash(11), words: hash(5) }),
    ]);
  });

  test('text, bytes and entries with their members in another order are the same log', () => {
    const read = accepted(words);
    const turned = words.map((entry) => Object.fromEntries(Object.entries(entry).reverse()));
    for (const form of [formatDidLog(words), Buffer.from(formatDidLog(words)), turned]) {
      expect(accepted(form).versions).toEqual(read.versions);
    }
  });

  test('what the rotations make are members logs, each a second after the other where the clock stands still', () => {
    const [byDevice2] = versionByDevice({
      log: one,
      nextKey: key(2),
      keyAfterNext: key(4).publicKey,
      nowMs: START_MS,
    });
    const two = extended(one, [byDevice2]);
    const made = versionsByWords({
      log: two,
      recovery: key(3),
      nextRecovery: key(5).publicKey,
      device: key(10),
      keyAfterNext: key(11).publicKey,
      nowMs: START_MS,
    });
    const four = extended(two, made);
    expect(four.versions.map(({ by }) => by)).toEqual(['first', 'device', 'words', 'device']);
    expect(four.versions.map(({ versionTimeMs }) => versionTimeMs - START_MS)).toEqual([0, 1000, 2000, 3000]);
    // Ours always names what comes next, or the next reader could not go on.
    expect(four.didLog.every(({ parameters }) => parameters.nextKeyHashes?.length === 2)).toBe(true);
  });
});

describe('rule 1', () => {
  test('a log of another SCID, or no did:webvh log at all', () => {
    const other = forgeFirst((draft) => shapedFirst(draft, { nextKeyHashes: commitTo(7, 8) }));
    expect(refused(other, first.scid)).toMatchObject({ rule: 1 });
    for (const nothing of [[], '', null, 7, [null], new Array(2), { 0: 1 }]) {
      expect(refused(nothing)).toMatchObject({ rule: 1 });
    }
    const changed = structuredClone(device) as { versionTime: string }[];
    changed[1]!.versionTime = '2030-01-01T00:00:00Z';
    expect(refused(changed)).toMatchObject({ rule: 1, version: 2 });
  });

  test('24 versions are one too few to be refused, 25 one too many', () => {
    let log = first.log;
    for (let number = 2; number <= 24; number += 1)
      log = byDevice(log, [number + 100, 3], number === 2 ? 2 : number + 99);
    expect(accepted(log).versions).toHaveLength(24);
    const longer = byDevice(log, [125, 3], 124);
    expect(refused(longer)).toMatchObject({ rule: 1, version: null });
    expect(extendMemberLog(accepted(log), longer.slice(24))).toMatchObject({ error: { rule: 1 } });
  });

  test('a version of more than 4096 bytes', () => {
    const long = forgeNext(
      first.log,
      (draft) => {
        shaped(draft, 2, 2, [4, 3]);
        Reflect.set(draft.state, 'note', 'x'.repeat(4096));
      },
      key(2),
    );
    expect(refused(long)).toMatchObject({ rule: 1, version: 2 });
  });

  test('two proofs, though both hold', () => {
    const [entry] = first.log;
    const twice = [{ ...entry, proof: [entry!.proof[0], { ...entry!.proof[0] }] }];
    expect(refused(twice)).toMatchObject({ rule: 1, version: 1 });
  });
});

describe('rule 2', () => {
  test.each([
    ['a witness', { witness: { threshold: 1, witnesses: [{ id: `did:key:${multikey(7)}` }] } }],
    ['no witness, spelt out', { witness: {} }],
    ['watchers', { watchers: ['https://a.example'] }],
    ['a time to live', { ttl: 60 }],
    ['a log that was never deactivated, spelt out', { deactivated: false }],
    ['a DID that may not move', { portable: false }],
    ['two update keys', { updateKeys: [multikey(1), multikey(7)] }],
    ['one next key', { nextKeyHashes: commitTo(2) }],
    ['three next keys', { nextKeyHashes: commitTo(2, 3, 4) }],
  ])('%s in the first version', (_, change) => {
    expect(refused(forgeFirst((draft) => shapedFirst(draft, change)))).toMatchObject({ rule: 2, version: 1 });
  });

  test.each([
    ['the method again', { method: 'did:webvh:1.0' }],
    ['the end of it', { deactivated: true }],
    ['that it moves no more', { portable: false }],
    ['a time to live', { ttl: 60 }],
    ['no next keys', { nextKeyHashes: [] }],
    ['no next keys, spelt out', { nextKeyHashes: null }],
  ])('%s in a later version', (_, change) => {
    const log = forgeNext(
      first.log,
      (draft) => {
        shaped(draft, 2, 2, [4, 3]);
        Object.assign(draft.parameters, change);
      },
      key(2),
    );
    expect(refused(log)).toMatchObject({ rule: 2, version: 2 });
  });
});

test('rule 3: a version is by the device or by the words, whichever hash its update key has', () => {
  expect(accepted(device).versions[1]!.by).toBe('device');
  expect(accepted(words).versions[1]!.by).toBe('words');
  // Neither: did:webvh itself refuses a key to which nobody committed.
  expect(refused(byDevice(first.log, [4, 3], 9))).toMatchObject({ rule: 1, version: 2 });
});

describe('rule 4', () => {
  test('the device takes the words away', () => {
    expect(refused(byDevice(first.log, [4, 9]))).toMatchObject({ rule: 4, version: 2 });
    // In the other place they would be the device's.
    expect(refused(byDevice(first.log, [3, 4]))).toMatchObject({ rule: 4, version: 2 });
  });

  test('the words keep a hash of the version before them', () => {
    expect(refused(byDevice(byWords(first.log, 2, [2, 5]), [11, 5], 2))).toMatchObject({
      rule: 4,
      version: 2,
    });
    expect(refused(byDevice(byWords(device, 4, [10, 4]), [11, 4], 10))).toMatchObject({
      rule: 4,
      version: 3,
    });
  });

  test('the words make the last version, or two in a row', () => {
    expect(refused(byWords(first.log, 10, [10, 5]))).toMatchObject({ rule: 4, version: 2 });
    const twice = byWords(byWords(first.log, 5, [10, 5]), 12, [12, 6], 5);
    expect(refused(byDevice(twice, [13, 6], 12))).toMatchObject({ rule: 4, version: 3 });
  });
});

describe('rule 5: no way back', () => {
  test('to a hash that stood before', () => {
    expect(refused(byDevice(device, [2, 3], 4))).toMatchObject({ rule: 5, version: 3 });
    expect(refused(byDevice(words, [3, 5], 11))).toMatchObject({ rule: 5, version: 4 });
    expect(refused(byDevice(words, [10, 5], 11))).toMatchObject({ rule: 5, version: 4 });
  });

  test('to a key that signed an earlier version, or this one', () => {
    expect(refused(byDevice(device, [1, 3], 4))).toMatchObject({ rule: 5, version: 3 });
    expect(
      refused(forgeFirst((draft) => shapedFirst(draft, { nextKeyHashes: commitTo(1, 3) }))),
    ).toMatchObject({ rule: 5, version: 1 });
    expect(
      refused(forgeFirst((draft) => shapedFirst(draft, { nextKeyHashes: commitTo(2, 1) }))),
    ).toMatchObject({ rule: 5, version: 1 });
    expect(refused(byDevice(byWords(first.log, 10, [10, 1]), [11, 1], 10))).toMatchObject({
      rule: 5,
      version: 2,
    });
  });
});

describe('rule 6', () => {
  const strange = (change: (state: Draft['state']) => void) =>
    forgeNext(
      first.log,
      (draft) => {
        shaped(draft, 2, 2, [4, 3]);
        change(draft.state);
      },
      key(2),
    );

  test.each<[string, (state: Draft['state']) => void]>([
    ['one member more', (state) => Reflect.set(state, 'service', [])],
    ['another name for it', (state) => Reflect.set(state, 'alsoKnownAs', ['did:sov:alice'])],
    ['a purpose more', (state) => Reflect.set(state, 'capabilityInvocation', state.authentication)],
    ['methods in another order', (state) => (state.verificationMethod as unknown[]).reverse()],
  ])('%s', (_, change) => {
    expect(refused(strange(change))).toMatchObject({ rule: 6, version: 2 });
  });

  test('a key that seals and is not derived from the one that signs', () => {
    const keys = { signingPublicKey: key(2).publicKey, sealingPublicKey: sealing(9) };
    const other = strange((state) => Object.assign(state, memberDocument(first.did, keys)));
    expect(refused(other)).toMatchObject({ rule: 6, version: 2 });
  });

  test('a key that signs and is not that of the version; by words, not that of the version after it', () => {
    const other = forgeNext(first.log, (draft) => shaped(draft, 2, 9, [4, 3]), key(2));
    expect(refused(other)).toMatchObject({ rule: 6, version: 2 });
    expect(refused(byDevice(byWords(first.log, 3, [10, 5]), [11, 5], 10))).toMatchObject({
      rule: 6,
      version: 2,
    });
    expect(refused(byDevice(byWords(first.log, 9, [10, 5]), [11, 5], 10))).toMatchObject({
      rule: 6,
      version: 2,
    });
  });

  test('another host', () => {
    const moved = strange((state) => {
      const did = `did:webvh:${first.scid}:example.com`;
      const keys = { signingPublicKey: key(2).publicKey, sealingPublicKey: sealing(2) };
      Object.assign(state, memberDocument(did, keys), { alsoKnownAs: [first.did] });
    });
    expect(refused(moved)).toMatchObject({ rule: 6, version: 2 });
  });
});

describe('rule 7', () => {
  const two = accepted(device);

  test('a log that is shown is the one that is known, or extends it', () => {
    expect(readLongerMemberLog(one, device)).toMatchObject({ ok: true, value: { scid: first.scid } });
    expect(readLongerMemberLog(two, device).ok).toBe(true);
    expect(isExtension(one, two)).toBe(true);
    expect(isExtension(two, one)).toBe(false);
  });

  test('a shorter one, another branch and another member are refused', () => {
    expect(readLongerMemberLog(two, first.log)).toMatchObject({ error: { rule: 7, code: 'refused' } });
    expect(readLongerMemberLog(two, words)).toMatchObject({ error: { rule: 7 } });
    const other = forgeFirst((draft) => shapedFirst(draft, { nextKeyHashes: commitTo(7, 8) }));
    expect(readLongerMemberLog(one, other)).toMatchObject({ error: { rule: 1 } });
  });

  test('versions of a change are judged with all that came before them', () => {
    expect(extendMemberLog(one, words.slice(1))).toMatchObject({ ok: true });
    expect(extendMemberLog(two, words.slice(1))).toMatchObject({ ok: false });
    expect(extendMemberLog(one, words.slice(1, 2))).toMatchObject({ error: { rule: 4, version: 2 } });
    for (const nothing of [[], null, {}, 'x', [null], [[]], new Array(1), [one.didLog[0]]]) {
      expect(extendMemberLog(one, nothing)).toMatchObject({ ok: false, error: { rule: 1 } });
    }
  });
});

function extended(log: MemberLog, versions: unknown): MemberLog {
  const result = extendMemberLog(log, versions);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function sealingOf(number: number): string {
  const { keyAgreement } = memberDocument(first.did, {
    signingPublicKey: key(number).publicKey,
    sealingPublicKey: sealing(number),
  });
  return keyAgreement[0]!.split('#')[1]!;
}

/** The first version of a member, but for these parameters. */
function shapedFirst(draft: Draft, change: object): void {
  Object.assign(draft.parameters, { nextKeyHashes: commitTo(2, 3), portable: true }, change);
}
