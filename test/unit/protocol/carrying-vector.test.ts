import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inBuckets, sumOfAll, sumsOf } from '../../../electron/node/messaging/carrying/compare.ts';
import { deadBy, isDead } from '../../../electron/node/messaging/carrying/dead.ts';
import { isNoteSigned, readNote } from '../../../electron/node/messaging/carrying/note.ts';
import {
  decodeCarry,
  encodeParcels,
  encodeSaid,
  Taken,
} from '../../../electron/node/transport/carry/carry-frames.ts';
import type { CarryingVector } from '../../support/protocol/carrying-vector.ts';
import { readJson } from '../../support/protocol/read-vectors.ts';
import { people } from '../../support/protocol/vector-member.ts';

const { notes, refused, dead, compare, frames } = readJson<CarryingVector>('carrying.json');
const keyOf = (did: string) =>
  Object.values(people).find(({ identity }) => identity.did === did)?.identity.signingKey ??
  new Uint8Array(32);

describe('carrying.json', () => {
  it.each(notes)('$note', async ({ text, hash }) => {
    const read = readNote(JSON.parse(text));
    expect(read).toMatchObject({ text, hash });
    expect(await isNoteSigned(read!, keyOf(read!.note.from))).toBe(true);
  });

  it.each(notes)('by node:crypto alone: $note', ({ text, hash }) => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
    const { signature, from, type } = JSON.parse(text);
    const signed = `ghoststack/${type}/v1\n${text.replace(`"signature":"${signature}",`, '')}`;
    const x = Buffer.from(keyOf(from)).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it.each(refused)('refuses: $why', async ({ text }) => {
    const read = readNote(JSON.parse(text));
    expect(read !== null && (await isNoteSigned(read, keyOf(read.note.from)))).toBe(false);
  });

  it.each(dead)('a $by ends $parcel.hash of $parcel.sender: $isDead', ({ by, parcel, isDead: expected }) => {
    const note = notes.map(({ text }) => readNote(JSON.parse(text))?.note).find((one) => one?.type === by);
    const named = { hash: parcel.hash, senderDid: parcel.sender, recipientDid: parcel.recipient };
    expect(deadBy(note!).some((one) => isDead(one, named))).toBe(expected);
  });

  it('sums what is compared', () => {
    expect(sumsOf(inBuckets(compare.hashes))).toEqual(compare.sums);
    expect(sumOfAll(compare.sums)).toBe(compare.sum);
    const bucket = Number.parseInt(compare.hashes[0]!.slice(0, 2), 16) % 64;
    const inIt = compare.hashes.filter((hash) => Number.parseInt(hash.slice(0, 2), 16) % 64 === bucket);
    const digest = createHash('sha256').update(inIt.join('')).digest('hex');
    expect(compare.sums[bucket]).toBe(digest.slice(0, 16));
  });

  it('every frame is read, and written as it stands', () => {
    const types = frames.map((text) => {
      if (text.includes('"type":"taken"')) return Taken.parse(JSON.parse(text)).type;
      const frame = decodeCarry(Buffer.from(text));
      const written = frame.type === 'parcels' ? encodeParcels(frame.seq, frame.lines) : encodeSaid(frame);
      expect(Buffer.from(written).toString()).toBe(text);
      return frame.type;
    });
    expect(types).toEqual([
      'sum',
      'buckets',
      'list',
      'yours',
      'which',
      'have',
      'have',
      'want',
      'parcels',
      'taken',
    ]);
  });
});
