import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import {
  FILE_MAX_BYTES,
  PART_BYTES,
  SMALL_FILE_MAX_BYTES,
} from '../../../electron/node/messaging/file-offer.ts';
import { decodePayload, encodePayload } from '../../../electron/node/messaging/payload.ts';
import { expectCode } from '../../support/throws-code.ts';

const MID = '4f2b4b9e-7a0c-4a64-9d0b-9f2f7e1d8c11';
const HASH = 'a'.repeat(64);
const KEY = 'A'.repeat(43);
const FILE = { name: 'boiler.pdf', type: 'application/pdf', bytes: 200_000, sha256: HASH };
const WHOLE = { mid: MID, text: 'Here it is', file: FILE, parts: 3 };

const decode = (json: unknown) => decodePayload(Buffer.from(canonicalize(json)));
const data = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64url');

describe('A payload', () => {
  it.each([
    ['no mid', { text: 'Hello' }],
    ['a mid that is no uuid', { mid: 'one', text: 'Hello' }],
    ['no text and no file', { mid: MID, text: '' }],
    ['an answer to nothing', { mid: MID, text: 'Hello', reply: 'you' }],
    ['a text of more than 64 KiB', { mid: MID, text: 'x'.repeat(65_537) }],
    ['a file without a name', { ...WHOLE, file: { ...FILE, name: '' } }],
    ['a name of 256 units', { ...WHOLE, file: { ...FILE, name: 'x'.repeat(256) } }],
    ['a file of no bytes', { ...WHOLE, file: { ...FILE, bytes: 0 }, parts: 1 }],
    [
      'a file of more than 2^30 bytes',
      { ...WHOLE, file: { ...FILE, bytes: FILE_MAX_BYTES + 1 }, parts: undefined, key: KEY, root: HASH },
    ],
    ['a file that comes no way', { mid: MID, text: '', file: FILE }],
    ['a file that comes two ways', { ...WHOLE, key: KEY, root: HASH }],
    ['more parts than the file has', { ...WHOLE, parts: 4 }],
    ['fewer parts', { ...WHOLE, parts: 2 }],
    [
      'parts of what is not small',
      { ...WHOLE, file: { ...FILE, bytes: SMALL_FILE_MAX_BYTES + 1 }, parts: 11 },
    ],
    ['12 parts', { ...WHOLE, file: { ...FILE, bytes: 12 * PART_BYTES }, parts: 12 }],
    ['a key without a root', { mid: MID, text: '', file: FILE, key: KEY }],
    ['a key of 31 bytes', { mid: MID, text: '', file: FILE, key: data(31), root: HASH }],
    ['a root that is none', { mid: MID, text: '', file: FILE, key: KEY, root: 'A'.repeat(64) }],
    ['a part of nothing', { mid: MID, part: { index: 0, data: data(1) } }],
    ['part 11, counted from 0', { mid: MID, part: { of: MID, index: 11, data: data(1) } }],
    ['an empty part', { mid: MID, part: { of: MID, index: 0, data: '' } }],
    [
      'a part of more than 98 304 bytes',
      { mid: MID, part: { of: MID, index: 0, data: data(PART_BYTES + 1) } },
    ],
    ['a part that is no base64url', { mid: MID, part: { of: MID, index: 0, data: 'AB' } }],
  ])('with %s is none', (_what, json) => {
    expectCode('malformed', () => decode(JSON.parse(JSON.stringify(json))));
  });

  it('at its bounds is one, and fits into an envelope', () => {
    const text = 'x'.repeat(65_536);
    const name = '\u0001'.repeat(255);
    const largest = { ...FILE, name, type: name, bytes: SMALL_FILE_MAX_BYTES, way: { parts: 11 } };
    const message = {
      kind: 'message',
      mid: MID,
      text,
      broadcast: true,
      reply: MID,
      agent: 'a'.repeat(64),
      credential: { whole: { id: 'x' }, jwt: 'a.b.c', disclosures: ['d'] },
      file: largest,
    } as const;
    expect(decodePayload(encodePayload(message))).toEqual(message);
    const fetched = { ...largest, bytes: FILE_MAX_BYTES, way: { key: KEY, root: HASH } };
    expect(decodePayload(encodePayload({ ...message, text: '', file: fetched }))).toMatchObject({
      file: fetched,
    });
    const part = {
      kind: 'part',
      mid: MID,
      of: MID,
      index: 10,
      data: new Uint8Array(PART_BYTES).fill(255),
    } as const;
    expect(decodePayload(encodePayload(part))).toEqual(part);
  });

  it('passes over what a later version added', () => {
    const file = { ...FILE, taken: 'in July' };
    expect(decode({ ...WHOLE, file, mood: 'glad' })).toEqual(decode(WHOLE));
  });
});
