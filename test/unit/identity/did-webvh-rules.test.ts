// Each rule of did:webvh 1.0, broken in a log whose hashes and signatures are otherwise right.
import { describe, expect, test } from 'vitest';
import type { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { signEntry } from '../../../electron/node/identity/did-webvh/create-log.ts';
import { proofOf } from '../../../electron/node/identity/did-webvh/entry-proof.ts';
import {
  DID_LOG_MAX_BYTES,
  DID_LOG_MAX_ENTRIES,
  type DidLogEntry,
  formatDidLog,
  rotateDidLogKey,
  verifyDidLog,
  witnessVersion,
} from '../../../electron/node/identity/did-webvh/index.ts';
import {
  commitTo,
  forgeFirst,
  forgeNext,
  key,
  memberLog,
  multikey,
  plainLog,
  refusal,
  START_MS,
  sealing,
} from '../../support/did-webvh-forger.ts';

const { log, did, scid } = plainLog();
const first = log[0]!;
const text = formatDidLog(log);
const withProof = (change: object): unknown[] => [{ ...first, proof: [{ ...first.proof[0], ...change }] }];

test('the forger makes logs that are accepted when it changes nothing', () => {
  expect(refusal(forgeFirst(() => {}))).toBeNull();
  expect(refusal(forgeNext(log, () => {}))).toBeNull();
});

describe('form', () => {
  test.each([
    ['nothing', ''],
    ['an empty list', []],
    ['neither text nor a list', 7],
    ['a blank line at the end', `${text}\n`],
    ['a carriage return', text.replace('\n', '\r\n')],
    ['white space before an entry', ` ${text}`],
    ['two entries on one line', text.trim() + text],
    ['a member twice', text.replace('{"parameters"', '{"versionId":"1","parameters"')],
    ['a member that did:webvh does not have', [{ ...first, more: 1 }]],
    ['no proof', [{ ...first, proof: [] }]],
    ['a proof with members that change its meaning', withProof({ expires: '2030-01-01T00:00:00Z' })],
    ['an entry that is not plain JSON', [new Map(Object.entries(first))]],
    ['a hole', new Array(1)],
    ['text that is not UTF-8', Buffer.from([0xff, 0x0a])],
  ])('%s is refused', (_, wrong) => {
    const result = verifyDidLog(wrong);
    expect(result).toMatchObject({ ok: false, error: { code: 'malformed', rule: 'syntax' } });
  });

  test('a log is read without the line break at its end', () => {
    expect(refusal(text.trimEnd())).toBeNull();
  });

  test('a log that is too long is refused before it is parsed', () => {
    const tooLarge = { ok: false, error: { code: 'too-large', rule: 'size' } };
    expect(verifyDidLog('x'.repeat(DID_LOG_MAX_BYTES + 1))).toMatchObject(tooLarge);
    expect(verifyDidLog(new Uint8Array(DID_LOG_MAX_BYTES + 1))).toMatchObject(tooLarge);
    expect(verifyDidLog(Array.from({ length: DID_LOG_MAX_ENTRIES + 1 }, () => first))).toMatchObject(
      tooLarge,
    );
    expect(verifyDidLog([{ ...first, state: { id: did, note: 'x'.repeat(40_000) } }])).toMatchObject(
      tooLarge,
    );
  });
});

describe('what the reader asked for', () => {
  test('the log of another DID or SCID is refused', () => {
    const other = memberLog();
    expect(refusal(log, { did: other.did })).toEqual(['did', null]);
    expect(refusal(log, { scid: other.scid })).toEqual(['did', null]);
    expect(refusal(log, { did, scid })).toBeNull();
  });
});

describe('parameters', () => {
  test.each([
    ['another version of the method', 'method', { method: 'did:webvh:1.1' }],
    ['no method', 'parameters', { method: undefined }],
    ['no update keys', 'parameters', { updateKeys: [] }],
    [
      'an update key that cannot sign',
      'parameters',
      { updateKeys: ['z6LSdymux1UAvSP1f9yNAvheMZNiRLLgid4VfmHP2FML39qY'] },
    ],
    ['an update key twice', 'parameters', { updateKeys: [multikey(1), multikey(1)] }],
    ['a parameter that is not defined', 'parameters', { prerotation: true }],
    [
      'a threshold of zero',
      'parameters',
      { witness: { threshold: 0, witnesses: [{ id: `did:key:${multikey(7)}` }] } },
    ],
    [
      'a threshold that cannot be reached',
      'parameters',
      { witness: { threshold: 2, witnesses: [{ id: multikey(7) }] } },
    ],
    [
      'one witness in two spellings',
      'parameters',
      { witness: { threshold: 2, witnesses: [{ id: multikey(7) }, { id: `did:key:${multikey(7)}` }] } },
    ],
    ['a witness that is no did:key', 'parameters', { witness: { threshold: 1, witnesses: [{ id: did }] } }],
    ['a negative time to live', 'parameters', { ttl: -1 }],
  ])('%s in the first entry is refused', (_, rule, change) => {
    const forged = forgeFirst((draft) => {
      for (const [name, value] of Object.entries(change)) {
        if (value === undefined) Reflect.deleteProperty(draft.parameters, name);
        else Reflect.set(draft.parameters, name, value);
      }
    });
    expect(refusal(forged)).toEqual([rule, 1]);
  });

  test('the SCID cannot be named again, and a DID cannot become portable later', () => {
    const named = forgeNext(log, (draft) => Object.assign(draft.parameters, { scid }));
    expect(refusal(named)).toEqual(['parameters', 2]);
    // v1.0, Parameters: only the first entry may say it, also where it would change nothing.
    for (const portable of [true, false]) {
      const before = plainLog({ portable }).log;
      const freed = forgeNext(before, (draft) => Object.assign(draft.parameters, { portable: true }));
      expect(refusal(freed)).toEqual(['parameters', 2]);
    }
  });

  test('null stands for the default', () => {
    const nulls = { witness: null, watchers: null, nextKeyHashes: null, ttl: null };
    const result = verifyDidLog(forgeFirst((draft) => Object.assign(draft.parameters, nulls)));
    expect(result).toMatchObject({
      ok: true,
      value: { parameters: { witness: null, watchers: [], nextKeyHashes: [], ttlSeconds: 3600 } },
    });
  });
});

describe('pre-rotation', () => {
  const member = memberLog().log;
  const next = (parameters: object, signer: SigningKey) =>
    refusal(forgeNext(member, (draft) => Object.assign(draft.parameters, parameters), signer));

  test.each([
    [
      'the thief of the current key cannot go on with it',
      { updateKeys: [multikey(1)], nextKeyHashes: [] },
      1,
    ],
    ['nor with a key of his own', { updateKeys: [multikey(9)], nextKeyHashes: [] }, 9],
    [
      'nor slip one in beside a committed key',
      { updateKeys: [multikey(2), multikey(9)], nextKeyHashes: [] },
      9,
    ],
    ['nor leave the keys as they are', {}, 1],
    ['nor take all keys away', { updateKeys: [], nextKeyHashes: [] }, 1],
    ['next hashes must be named', { updateKeys: [multikey(2)] }, 2],
  ])('%s', (_, parameters, signer) => {
    expect(next(parameters, key(signer))).toEqual(['pre-rotation', 2]);
  });

  test('the entry is signed by the committed key and not by the one before it', () => {
    const parameters = { updateKeys: [multikey(2)], nextKeyHashes: commitTo(4, 5) };
    expect(next(parameters, key(1))).toEqual(['proof', 2]);
    expect(next(parameters, key(2))).toBeNull();
  });

  test('an entry that ends it still obeys it, and the next is signed by the keys before it', () => {
    const ended = forgeNext(
      member,
      (draft) => Object.assign(draft.parameters, { updateKeys: [multikey(2)], nextKeyHashes: [] }),
      key(2),
    );
    const change = (draft: { parameters: object }) =>
      Object.assign(draft.parameters, { updateKeys: [multikey(9)] });
    expect(refusal(forgeNext(ended, change, key(2)))).toBeNull();
    expect(refusal(forgeNext(ended, change, key(9)))).toEqual(['proof', 3]);
  });
});

describe('chain, SCID and time', () => {
  test('a version that is missing or repeated is refused', () => {
    const three = forgeNext(
      forgeNext(log, () => {}),
      () => {},
    );
    expect(refusal([three[0], three[2]])).toEqual(['version-id', 2]);
    expect(refusal([three[1], three[2]])).toEqual(['version-id', 1]);
    expect(refusal([three[0], three[1], three[1]])).toEqual(['version-id', 3]);
    expect(refusal([three[0], three[1]])).toBeNull();
  });

  test('an entry on top of another history is refused', () => {
    const [, one] = forgeNext(log, () => {});
    const fork = forgeNext(log, (draft) => Object.assign(draft.state, { note: 1 }));
    const [, , three] = forgeNext([first, one!], () => {});
    expect(refusal([...fork, three])).toEqual(['entry-hash', 3]);
  });

  test('a first entry whose content does not have its SCID is refused, though hash and signature are right', () => {
    const { proof: _, ...unsigned } = first;
    const changed = { ...unsigned, versionTime: '2026-11-23T10:00:05Z' };
    expect(refusal([signEntry(changed, 1, scid, key(1))])).toEqual(['scid', 1]);
  });

  test('a placeholder left standing is refused: it would give one SCID two first entries', () => {
    const { proof: _, ...unsigned } = forgeFirst((draft) =>
      Object.assign(draft.state, { note: '{SCID}' }),
    )[0]!;
    const twin = { ...unsigned, state: { ...unsigned.state, note: '{SCID}' } };
    expect(refusal([signEntry(twin, 1, unsigned.parameters.scid!, key(1))])).toEqual(['scid', 1]);
  });

  test.each([
    ['the same time', first.versionTime],
    ['an earlier time', '2026-11-23T09:59:59Z'],
    ['a local time', '2026-11-23T12:00:00+01:00'],
    ['a day that does not exist', '2027-02-30T00:00:00Z'],
    ['an hour that does not exist', '2027-02-03T24:00:00Z'],
    ['a date alone', '2027-02-03'],
  ])('%s is refused', (_, versionTime) => {
    expect(refusal(forgeNext(log, (draft) => Object.assign(draft, { versionTime })))).toEqual([
      'version-time',
      2,
    ]);
  });

  test('a log from the future is refused for now, and accepted where no clock is asked', () => {
    const nowMs = START_MS - 24 * 3_600_000 - 1;
    expect(verifyDidLog(log, { nowMs })).toMatchObject({
      ok: false,
      error: { code: 'refused', rule: 'clock' },
    });
    expect(refusal(log, { nowMs: nowMs + 1 })).toBeNull();
    expect(refusal(log)).toBeNull();
  });
});

describe('proofs', () => {
  test.each([
    ['another suite', { cryptosuite: 'eddsa-rdfc-2022' }],
    ['another type', { type: 'Ed25519Signature2020' }],
    ['another purpose', { proofPurpose: 'authentication' }],
    ['another time of signing', { created: '2026-11-23T10:00:01Z' }],
    ['a time of signing that is none', { created: 'yesterday' }],
    ['a signature in another base', { proofValue: 'uAA' }],
    ['a bare key as method', { verificationMethod: multikey(1) }],
    ['another key', { verificationMethod: `did:key:${multikey(2)}#${multikey(2)}` }],
  ])('%s is refused', (_, change) => {
    const result = verifyDidLog(withProof(change));
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-signature', rule: 'proof', entry: 1 } });
  });

  test('a signed proof whose time is none is refused', () => {
    const { proof: _, ...unsigned } = first;
    expect(refusal([{ ...unsigned, proof: [proofOf(unsigned, key(1), '2026-11-23T10:00:01Z')] }])).toBeNull();
    expect(refusal([{ ...unsigned, proof: [proofOf(unsigned, key(1), 'yesterday')] }])).toEqual(['proof', 1]);
  });

  test('every proof must hold, not one of them', () => {
    const [proof] = first.proof;
    const broken = { ...proof, created: '2026-11-23T10:00:01Z' };
    expect(refusal([{ ...first, proof: [proof, broken] }])).toEqual(['proof', 1]);
    expect(refusal([{ ...first, proof: [proof, proof] }])).toBeNull();
  });

  test('a key that was replaced signs nothing more', () => {
    const changed = forgeNext(log, (draft) => Object.assign(draft.parameters, { updateKeys: [multikey(2)] }));
    expect(refusal(changed)).toBeNull();
    expect(refusal(forgeNext(changed, () => {}, key(2)))).toBeNull();
    expect(refusal(forgeNext(changed, () => {}, key(1)))).toEqual(['proof', 3]);
  });
});

describe('moving and ending', () => {
  const moved = `did:webvh:${scid}:example.org`;
  const move = (from: readonly DidLogEntry[], state: object) =>
    refusal(forgeNext(from, (draft) => Object.assign(draft.state, state)));

  test('a move names the former DID', () => {
    expect(move(log, { id: moved })).toEqual(['portability', 2]);
    expect(move(log, { id: moved, alsoKnownAs: [moved] })).toEqual(['portability', 2]);
    expect(move(log, { id: moved, alsoKnownAs: [did] })).toBeNull();
  });

  test('a DID that is not portable does not move', () => {
    const fixed = plainLog({ portable: false });
    const id = `did:webvh:${fixed.scid}:example.org`;
    expect(move(fixed.log, { id, alsoKnownAs: [fixed.did] })).toEqual(['portability', 2]);
  });

  test('a move cannot change the SCID, nor go to an address', () => {
    const other = memberLog().did;
    expect(move(log, { id: other, alsoKnownAs: [did] })).toEqual(['did', 2]);
    expect(move(log, { id: `did:webvh:${scid}:10.0.0.1`, alsoKnownAs: [did] })).toEqual(['did', 2]);
  });

  test('nothing follows a deactivation', () => {
    const ended = forgeNext(log, (draft) => Object.assign(draft.parameters, { deactivated: true }));
    expect(refusal(ended)).toBeNull();
    const undone = forgeNext(ended, (draft) => Object.assign(draft.parameters, { deactivated: false }));
    expect(refusal(undone)).toEqual(['deactivated', 3]);
  });
});

describe('witnesses', () => {
  const rule = (threshold: number, ...numbers: number[]) => ({
    witness: { threshold, witnesses: numbers.map((number) => ({ id: `did:key:${multikey(number)}` })) },
  });
  const witnessed = forgeNext(log, (draft) => Object.assign(draft.parameters, rule(2, 7, 8, 9)));
  const id = (of: readonly DidLogEntry[], entry: number) => of[entry - 1]!.versionId;
  const by = (versionId: string, ...numbers: number[]) =>
    numbers.map((number) => witnessVersion(versionId, key(number), START_MS));

  test('the first list is in force for the entry that brings it', () => {
    expect(refusal(witnessed)).toEqual(['witness', 2]);
    expect(refusal(witnessed, { witnessProofs: by(id(witnessed, 2), 7) })).toEqual(['witness', 2]);
    expect(refusal(witnessed, { witnessProofs: by(id(witnessed, 2), 7, 9) })).toBeNull();
  });

  test('the same witness counts once, strangers and broken proofs do not', () => {
    const version = id(witnessed, 2);
    const [proof] = by(version, 8);
    const broken = { versionId: version, proof: [{ ...proof!.proof[0], created: '2026-11-23T11:00:00Z' }] };
    expect(refusal(witnessed, { witnessProofs: by(version, 7, 7, 6) })).toEqual(['witness', 2]);
    expect(refusal(witnessed, { witnessProofs: [...by(version, 7), broken] })).toEqual(['witness', 2]);
    expect(
      refusal(witnessed, {
        witnessProofs: [...by(version, 7), broken, { versionId: version, proof: [1] }, proof],
      }),
    ).toBeNull();
  });

  test('a later version approves the earlier ones, an earlier or unpublished one does not', () => {
    const longer = forgeNext(witnessed, () => {});
    const unpublished = forgeNext(longer, () => {});
    expect(refusal(longer, { witnessProofs: by(id(longer, 3), 7, 8) })).toBeNull();
    expect(refusal(longer, { witnessProofs: by(id(longer, 2), 7, 8) })).toEqual(['witness', 3]);
    expect(refusal(longer, { witnessProofs: by(id(unpublished, 4), 7, 8) })).toEqual(['witness', 2]);
  });

  test('a list is changed or dismissed only with the signatures of the list before it', () => {
    for (const change of [rule(1, 6), { witness: {} }]) {
      const changed = forgeNext(witnessed, (draft) => Object.assign(draft.parameters, change));
      const old = by(id(witnessed, 2), 7, 8);
      expect(refusal(changed, { witnessProofs: [...old, ...by(id(changed, 3), 6)] })).toEqual(['witness', 3]);
      expect(refusal(changed, { witnessProofs: by(id(changed, 3), 7, 8) })).toBeNull();
    }
  });

  test('proofs for the log of another DID do not count here', () => {
    const other = forgeNext(memberLogOfAnother(), (draft) =>
      Object.assign(draft.parameters, rule(2, 7, 8, 9)),
    );
    const replayed = by(id(other, 2), 7, 8);
    expect(refusal(other, { witnessProofs: replayed })).toBeNull();
    expect(refusal(witnessed, { witnessProofs: replayed })).toEqual(['witness', 2]);
    const renamed = replayed.map(({ proof }) => ({ versionId: id(witnessed, 2), proof }));
    expect(refusal(witnessed, { witnessProofs: renamed })).toEqual(['witness', 2]);
  });

  test('proofs are taken as text, bytes or values; anything else is refused where it is needed', () => {
    const proofs = by(id(witnessed, 2), 7, 8);
    expect(refusal(witnessed, { witnessProofs: JSON.stringify(proofs) })).toBeNull();
    expect(refusal(witnessed, { witnessProofs: Buffer.from(JSON.stringify(proofs)) })).toBeNull();
    expect(refusal(witnessed, { witnessProofs: '[' })).toEqual(['witness', null]);
    expect(refusal(witnessed, { witnessProofs: { 2: proofs } })).toEqual(['witness', null]);
    expect(refusal(witnessed, { witnessProofs: 'x'.repeat(DID_LOG_MAX_BYTES + 1) })).toEqual(['size', null]);
  });

  test('a member rotates under witnesses who are then asked about the version after', () => {
    const member = memberLog();
    const rotated = rotateDidLogKey({
      log: member.log,
      nextKey: key(3),
      sealingPublicKey: sealing(3),
      nextKeyHashes: commitTo(4, 5),
      nowMs: START_MS + 1000,
      witness: { threshold: 2, witnesses: [multikey(7), multikey(8), multikey(9)] },
    });
    expect(refusal(rotated)).toEqual(['witness', 2]);
    expect(refusal(rotated, { did: member.did, witnessProofs: by(id(rotated, 2), 8, 9) })).toBeNull();
  });

  function memberLogOfAnother(): DidLogEntry[] {
    return forgeFirst((draft) => Object.assign(draft.state, { note: 'another' }));
  }
});
