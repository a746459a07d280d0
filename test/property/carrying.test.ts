import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../electron/node/crypto/hash.ts';
import {
  bucketOf,
  differing,
  inBuckets,
  lackedBy,
  listed,
  sumOfAll,
  sumsOf,
} from '../../electron/node/messaging/carrying/compare.ts';
import { deadBy, isDead } from '../../electron/node/messaging/carrying/dead.ts';
import type { Note } from '../../electron/node/messaging/carrying/note.ts';
import { fitsInto, shareOf } from '../../electron/node/messaging/carrying/share.ts';

const hash = fc.nat({ max: 400 }).map((seed) => sha256Hex(String(seed)));
const hashes = fc.uniqueArray(hash, { maxLength: 200 });
const did = fc.constantFrom('did:key:alice', 'did:key:bob', 'did:key:carol', 'did:key:dave');

describe('comparing', () => {
  test('each learns exactly what the other lacks, and nothing where both hold the same', () => {
    fc.assert(
      fc.property(hashes, hashes, fc.nat(), (ours, theirs, start) => {
        const [a, b] = [inBuckets(ours), inBuckets(theirs)];
        const which = differing(sumsOf(a), sumsOf(b));
        const lacked = listed(b, which, start).flatMap((list) => lackedBy(list, a));
        expect(new Set(lacked)).toEqual(new Set(ours.filter((one) => !theirs.includes(one))));
        const same = [...ours].sort().join() === [...theirs].sort().join();
        expect(sumOfAll(sumsOf(a)) === sumOfAll(sumsOf(b))).toBe(same);
        expect(which.length === 0).toBe(same);
      }),
    );
  });

  test('the order in which things came does not matter', () => {
    fc.assert(
      fc.property(hashes, (some) => {
        expect(sumsOf(inBuckets(some))).toEqual(sumsOf(inBuckets([...some, ...some].reverse())));
        for (const one of some) expect(inBuckets(some)[bucketOf(one)]).toContain(one);
      }),
    );
  });

  test('no more is listed than may be, and what differs has its turn when it begins elsewhere', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => sha256Hex(`many ${at}`));
    const buckets = inBuckets(many);
    const which = differing(sumsOf(buckets), sumsOf(inBuckets([])));
    const lists = [0, 32].map((start) => listed(buckets, which, start));
    for (const list of lists) expect(list.flatMap(({ have }) => have).length).toBeLessThanOrEqual(8192);
    expect(new Set(lists.flat().map(({ bucket }) => bucket)).size).toBe(64);
  });
});

describe('dead hashes', () => {
  const parcel = fc.record({ hash, senderDid: did, recipientDid: did });
  const around = { v: 1 as const, cell: '', at: 0, key: '', signature: '' };
  const note: fc.Arbitrary<Note> = fc
    .record({ from: did, to: did, named: hashes, recalls: fc.boolean() })
    .map(({ from, to, named, recalls }) =>
      recalls
        ? { ...around, type: 'recall', from, to, hashes: named.map((one) => ({ hash: one, until: 1 })) }
        : {
            ...around,
            type: 'receipt',
            from,
            to,
            results: named.map((one) => ({ hash: one, until: 1, status: 'stored' })),
          },
    );

  test('a note ends only what its author wrote, or what was written to it by whom it answers', () => {
    fc.assert(
      fc.property(note, parcel, (one, other) => {
        const ended = deadBy(one).some((dead) => isDead(dead, other));
        const own =
          one.type === 'recall'
            ? other.senderDid === one.from
            : other.recipientDid === one.from && other.senderDid === one.to;
        if (ended) expect(own).toBe(true);
      }),
    );
  });
});

describe('shares', () => {
  test('are never exceeded, by nobody and for nobody', () => {
    const sent = fc.array(fc.record({ to: did, bytes: fc.integer({ min: 900, max: 200_000 }) }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(sent, fc.integer({ min: 1, max: 16 }), (parcels, mib) => {
        const share = shareOf(mib);
        const all = { parcels: 0, bytes: 0 };
        const by = new Map<string, { parcels: number; bytes: number }>();
        for (const { to, bytes } of parcels) {
          const mine = by.get(to) ?? { parcels: 0, bytes: 0 };
          by.set(to, mine);
          if (!fitsInto(share, all, mine, bytes)) continue;
          for (const amount of [all, mine])
            Object.assign(amount, { parcels: amount.parcels + 1, bytes: amount.bytes + bytes });
        }
        expect(all.bytes).toBeLessThanOrEqual(share.bytes);
        expect(all.parcels).toBeLessThanOrEqual(1000);
        for (const { bytes } of by.values()) expect(bytes).toBeLessThanOrEqual(share.bytes / 2);
      }),
    );
  });
});
