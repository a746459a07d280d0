/** What a verifier outside of a cell goes by: trees, lists, standings. */
import { createHash } from 'node:crypto';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { issuedPath, issuedRoot, rootOfIssue } from '#shared/protocol/credentials/issued-tree.ts';
import { bitsOf, hasBit, hashOfBits } from '#shared/protocol/credentials/list-bits.ts';
import { inclusionPath, leafHash, merkleRoot, rootOfPath } from '#shared/protocol/credentials/merkle-tree.ts';
import { dayOf } from '#shared/protocol/trust/endorsement-day.ts';
import {
  bundleText,
  checkCredential,
  definedType,
  makeRequest,
  papersOf,
  presentParts,
  readRequest,
  readStandings,
  requestLink,
  type Standing,
  standingWords,
  takeStandings,
} from '../../../electron/node/credentials/index.ts';
import { packBits, unpackBits } from '../../../electron/node/credentials/status/bitstring.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { parseEntry } from '../../../electron/node/log/signed-entry.ts';
import * as of from '../../support/credentials/outside.ts';
import { readVectorText } from '../../support/vectors.ts';

const sha = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

describe('RFC 9162 §2.1', () => {
  /** The definition itself, by splitting at the largest power of two below n. */
  const byDefinition = (data: readonly string[]): Uint8Array => {
    if (data.length === 0) return sha('');
    if (data.length === 1) return sha(Uint8Array.of(0), data[0]!);
    const k = 2 ** Math.floor(Math.log2(data.length - 1));
    return sha(Uint8Array.of(1), byDefinition(data.slice(0, k)), byDefinition(data.slice(k)));
  };

  const spelled = (request: object) =>
    `ghoststack://present/${Buffer.from(JSON.stringify(request)).toString('base64url')}`;

  test.each<[string, object]>([
    ['a nonce of 22 other characters', { nonce: '\u202e'.repeat(22) }],
    ['a nonce of bits beyond 16 bytes', { nonce: `${'A'.repeat(21)}B` }],
    ['a type that is no id', { type: 'MeshMember' }],
    ['a claim that none is called', { fields: ['ro le'] }],
    ['a claim as long as a sentence', { fields: ['a'.repeat(41)] }],
    ['17 claims', { fields: Array(17).fill('role') }],
    ['a DID of another method', { aud: 'did:web:example.org' }],
    ['a member that nobody knows', { more: 1 }],
    ['a higher version', { v: 2 }],
    ['no time to end', { expires: null }],
  ])('a request with %s is refused', (_, change) => {
    expect(readRequest(spelled(of.request()))).toEqual({ ok: true, value: of.request() });
    expect(readRequest(spelled({ ...of.request(), ...change }))).toMatchObject({
      ok: false,
      error: {
        code: 'malformed',
        message: expect.stringMatching(/^This request cannot be read: .*made anew\.$/),
      },
    });
  });

  test('roots of 0 to 40 leaves, every path of them, and no path to another place, leaf or size', () => {
    for (let size = 0; size <= 40; size++) {
      const data = Array.from({ length: size }, (_, at) => `leaf ${at}`);
      const leaves = data.map((one) => leafHash(Buffer.from(one)));
      const root = merkleRoot(leaves);
      expect(root).toEqual(byDefinition(data));
      for (let index = 0; index < size; index++) {
        const path = inclusionPath(leaves, index);
        expect(path.length).toBeLessThanOrEqual(17);
        const leaf = leaves[index]!;
        expect(rootOfPath(leaf, { index, size, path })).toEqual(root);
        const others = [
          rootOfPath(leaf, { index: index + 1, size, path }),
          rootOfPath(leafHash(Buffer.from('other')), { index, size, path }),
          rootOfPath(leaf, { index, size, path: [...path, leaf] }),
          ...(path.length > 0 ? [rootOfPath(leaf, { index, size, path: path.slice(1) })] : []),
        ];
        for (const other of others) expect(other).not.toEqual(root);
      }
    }
  });

  test('issues stand by index as a number; without any, the root is SHA-256 of nothing', () => {
    expect(issuedRoot([])).toBe(createHash('sha256').digest('hex'));
    const [one, two] = [of.OTHERS[1]!, of.OTHERS[0]!];
    expect(issuedRoot([one, two])).toBe(issuedRoot([two, one]));
    const path = issuedPath([one, two], one, 'whole')!;
    expect(path.leaf).toBe(1);
    expect(rootOfIssue({ form: 'whole', index: one.index, digest: one.digests[0] }, path)).toBe(
      issuedRoot([one, two]),
    );
    expect(rootOfIssue({ form: 'sd-jwt', index: one.index, digest: one.digests[0] }, path)).not.toBe(
      issuedRoot([one, two]),
    );
    expect(issuedPath([one], two, 'whole')).toBeNull();
  });
});

describe('Bitstring Status List 1.0', () => {
  const encoded = readVectorText('bitstring/spec-example-encodedList.txt').trim();

  test("the specification's encodedList is 131 072 bits, all 0 but for none", () => {
    const bits = unpackBits(encoded.replace(/^u/, ''));
    expect(bits).toHaveLength(16_384);
    expect(hashOfBits(bits)).toBe(hashOfBits(bitsOf([])));
  });

  test('the first bit is the highest of the first byte', () => {
    const bits = bitsOf([0, 9, 131_071]);
    expect([bits[0], bits[1], bits.at(-1)]).toEqual([0x80, 0x40, 0x01]);
    expect([0, 1, 9, 131_071].map((index) => hasBit(bits, index))).toEqual([true, false, true, true]);
    expect(unpackBits(packBits(bits))).toEqual(bits);
  });

  const zeros = gzipSync(Buffer.alloc(16_384));
  const wrongCrc = Buffer.from(zeros);
  wrongCrc.writeUInt32LE(7, zeros.length - 8);

  test.each([
    ['one byte more', gzipSync(Buffer.alloc(16_385)), 'too-large'],
    ['one byte less', gzipSync(Buffer.alloc(16_383)), 'too-large'],
    ['a second member of nothing', Buffer.concat([zeros, gzipSync('')]), 'too-large'],
    ['a byte after its end', Buffer.concat([zeros, Buffer.of(0)]), 'too-large'],
    ['a cut tail', zeros.subarray(0, -1), 'status-invalid'],
    ['a cut body', zeros.subarray(0, -12), 'status-invalid'],
    ['another checksum', wrongCrc, 'status-invalid'],
    [
      'a name of a file in its head',
      Buffer.concat([zeros.subarray(0, 3), Buffer.of(8), zeros.subarray(4)]),
      'status-invalid',
    ],
    ['no gzip', Buffer.alloc(100), 'status-invalid'],
    ['nothing', Buffer.alloc(0), 'status-invalid'],
  ])('%s is refused', (_, packed, reason) => {
    expect(() => unpackBits(packed.toString('base64url'))).toThrow(expect.objectContaining({ reason }));
  });

  test('of a text that would become 16 MiB nothing is unpacked beyond what a list has', () => {
    // 16 MiB of zeros in a block that does not end the stream: a thousandth of that as it is packed.
    const block = deflateRawSync(Buffer.alloc(1 << 24), { finishFlush: constants.Z_SYNC_FLUSH, level: 9 });
    const bomb = Buffer.concat([zeros.subarray(0, 10), block, Buffer.alloc(8)]);
    expect(bomb.length).toBeLessThan(32 * 1024);
    const before = process.resourceUsage().maxRSS;
    for (let round = 0; round < 20; round++) {
      expect(() => unpackBits(bomb.toString('base64url'))).toThrow(
        expect.objectContaining({ reason: 'too-large' }),
      );
    }
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(12 * 1024);
  });
});

describe('standings', () => {
  const issues = of.OTHERS;
  const today = dayOf(of.NOW_MS);
  const texts = of.standingTexts(of.standingBody({ issues }));
  const accepted = of.standingOf(texts);

  test('six words, of 66 bits, of the cell, its q and its keys, and of nothing else', () => {
    const words = standingWords(accepted);
    expect(words).toHaveLength(6);
    const members = accepted.members.map(({ scid, key }) => ({ scid, key }));
    const digest = sha(`ghoststack/standing-words/v1\n${canonicalize({ cell: of.CELL, q: 2, members })}`);
    expect(digest).toHaveLength(32);
    const other = of.standingOf(
      of.standingTexts(of.standingBody({ issues: [], day: today - 3, revoked: [4] })),
    );
    expect(standingWords(other)).toEqual(words);
    const otherKey = of.standingOf(of.standingTexts(of.standingBody({ issues, key: of.ALICE_NEXT })));
    expect(standingWords(otherKey)).not.toEqual(words);
  });

  const take = (handed: readonly string[], held: readonly Standing[] = [accepted]) =>
    takeStandings(held, readStandings(handed), of.NOW_MS).map(({ hash }) => hash);

  test('a later one replaces it if q of the keys named in the accepted one attest, never an earlier one', () => {
    const later = of.standingTexts(of.standingBody({ issues, entries: 501 }));
    expect(take(later)).toEqual([of.standingOf(later).hash]);
    const earlier = of.standingTexts(of.standingBody({ issues, day: today - 1, entries: 900 }));
    expect(take(earlier)).toEqual([accepted.hash]);
    const byOne = of.standingTexts(of.standingBody({ issues, entries: 501 }), ['bob']);
    expect(take(byOne)).toEqual([accepted.hash]);
    const byStranger = of.standingTexts(of.standingBody({ issues, entries: 501 }), ['bob', 'dave']);
    expect(take(byStranger)).toEqual([accepted.hash]);
  });

  test('of two of one day and past the lower hash counts, whichever came first', () => {
    const one = of.standingTexts(of.standingBody({ issues, entries: 501 }));
    const two = of.standingTexts(of.standingBody({ issues: [], entries: 501 }));
    const lower = [of.standingOf(one).hash, of.standingOf(two).hash].sort()[0];
    expect(take([...one, ...two])).toEqual([lower]);
    expect(take([...two, ...one])).toEqual([lower]);
  });

  test('keys change one by one: each step is attested by the keys before it', () => {
    const first = of.standingBody({ issues, day: today - 9 });
    const middle = { ...of.standingBody({ issues, day: today - 5 }), q: 2 };
    const held = of.standingOf(of.standingTexts(first));
    const chain = [
      ...of.standingTexts(middle),
      ...of.standingTexts(of.standingBody({ issues, key: of.ALICE_NEXT })),
    ];
    expect(take(chain, [held])).toEqual([
      of.standingOf(of.standingTexts(of.standingBody({ issues, key: of.ALICE_NEXT }))).hash,
    ]);
  });

  test('one of 181 days ago, and a cell whose words nobody compared, count for nothing', () => {
    const old = of.standingOf(of.standingTexts(of.standingBody({ issues, day: today - 181 })));
    expect(take(texts, [old])).toEqual([]);
    expect(take(texts, [])).toEqual([]);
  });

  test('nine at once are too many, and an attest comes after what it is about', () => {
    const nine = Array.from({ length: 9 }, (_, at) =>
      of.entryText('carol', 'statement', of.standingBody({ issues, entries: 1 + at })),
    );
    for (const wrong of [nine, texts.slice(1), ['{}']]) {
      expect(() => readStandings(wrong)).toThrow(expect.objectContaining({ reason: 'standing-invalid' }));
    }
  });

  test('the one that it rests on is handed back, to be kept', () => {
    const credential = of.issue();
    const later = of.standingTexts(
      of.standingBody({ issues: [...of.OTHERS, of.issueOf(credential)], entries: 501 }),
    );
    const { bundle, policy } = of.outside(credential, { standing: later });
    expect(checkCredential(bundle, policy)).toMatchObject({
      ok: true,
      value: { standing: of.standingOf(later) },
    });
  });
});

test('a request is read again from its link and from its code, and nothing else is one', () => {
  const request = makeRequest({
    aud: of.VERIFIER.did,
    type: 'MeshMember:1',
    fields: ['role'],
    nowMs: of.NOW_MS,
  });
  const link = requestLink(request);
  expect(link).toMatch(/^ghoststack:\/\/present\/[\w-]+$/);
  expect(readRequest(link)).toEqual({ ok: true, value: request });
  expect(readRequest(` ${link.split('/').at(-1)}\n`)).toEqual({ ok: true, value: request });
  expect(request.expires).toBe(of.NOW_MS + 600_000);
  for (const wrong of ['', 'ghoststack://present/', 'ghoststack://join/abc', `${link}=`, link.slice(0, -9)]) {
    expect(readRequest(wrong)).toMatchObject({ ok: false, error: { code: 'malformed' } });
  }
});

test('papers are made from what the log says, for either form and for a type of the cell', () => {
  const define = of.entryText('alice', 'define', {
    type: 'Tool',
    title: 'A tool',
    claims: { tool: { type: 'text', max: 9 } },
  });
  const { hash, entry } = parseEntry(define);
  const credential = of.issue({ type: definedType(hash, entry.body), claims: { tool: 'saw' } });
  const issues = [...of.OTHERS, of.issueOf(credential)];
  const standing = of.standingTexts(of.standingBody({ issues }));
  const facts = {
    issue: of.issueOf(credential),
    issues,
    revoked: [],
    issuerLog: of.logText(of.aliceLog),
    standing,
    define,
  };
  const key = encodeMultikey('ed25519', of.alice.key.publicKey);
  const policy = { nowMs: of.NOW_MS, standings: [of.standingOf(standing)] };
  const whole = bundleText({
    v: 1,
    credential: credential.whole,
    ...papersOf({ ...facts, key, form: 'whole' }),
  });
  expect(whole.length).toBeLessThan(12 * 1024);
  expect(checkCredential(whole, policy)).toMatchObject({
    ok: true,
    value: { claims: { tool: 'saw' }, bound: false },
  });
  const request = of.request({ type: hash, fields: ['tool'] });
  const presentation = presentParts(credential, { claims: ['tool'], id: true, subject: true }, request, {
    key: of.bob.key,
    nowMs: of.NOW_MS,
  });
  const shown = bundleText({ v: 1, presentation, ...papersOf({ ...facts, key, form: 'sd-jwt' }) });
  expect(checkCredential(shown, { ...policy, request })).toMatchObject({
    ok: true,
    value: {
      claims: { tool: 'saw' },
      bound: true,
      id: credential.id,
      subject: of.didOf('bob'),
      typeId: hash,
    },
  });
  expect(papersOf({ ...facts, key, form: 'whole', issues: [] })).not.toHaveProperty('issued');
});
