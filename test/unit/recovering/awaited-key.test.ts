import { beforeEach, expect, test } from 'vitest';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { AwaitedKey, NOT_AGAIN_MS, TAKEN_WITHIN_MS } from '../../../electron/node/root/awaited-key.ts';

const [present, promised, next] = [1, 2, 3].map((seed) =>
  SigningKey.fromSeed(new Uint8Array(32).fill(seed)),
) as [SigningKey, SigningKey, SigningKey];

let nowMs: number;
let dials: string[];
let candidates: SigningKey[];
let ring: (() => void) | null;
let network: AwaitedKey;

beforeEach(() => {
  [nowMs, dials, candidates, ring] = [1_000, [], [promised, next], null];
  network = new AwaitedKey({
    present: () => present,
    candidates: () => candidates,
    redial: () => dials.push(network.key?.did ?? ''),
    clock: () => nowMs,
    alarm: (afterMs, rings) => {
      expect(afterMs).toBe(TAKEN_WITHIN_MS);
      ring = rings;
      return () => {
        ring = null;
      };
    },
  });
});

test('peers are met under the key in use, until one says that it was changed', () => {
  expect(network.key).toBe(present);
  network.refused(present, true);
  expect(network.key).toBe(promised);
  expect(dials).toEqual([promised.did]);
  network.taken(promised);
  expect(ring).toBeNull();
  network.certified();
  expect(network.key).toBe(present);
});

test('a key that nobody lets in is left again, and not tried before its time, which grows', () => {
  candidates = [promised];
  network.refused(present, true);
  ring?.();
  expect(network.key).toBe(present);
  expect(dials).toEqual([promised.did, present.did]);
  network.refused(present, true);
  expect(network.key).toBe(present);
  nowMs += NOT_AGAIN_MS;
  network.refused(present, true);
  expect(network.key).toBe(promised);
  ring?.();
  nowMs += NOT_AGAIN_MS;
  network.refused(present, true);
  expect(network.key).toBe(present);
  nowMs += NOT_AGAIN_MS;
  network.refused(present, true);
  expect(network.key).toBe(promised);
});

test('a key that was changed as well gives way to the next one, and at last to the one in use', () => {
  network.refused(present, true);
  network.refused(promised, true);
  expect(network.key).toBe(next);
  network.refused(next, true);
  expect(network.key).toBe(present);
  expect(dials).toEqual([promised.did, next.did, present.did]);
});

test('what a session of before still hears says nothing of the key of now', () => {
  network.refused(present, true);
  network.refused(present, true);
  expect(network.key).toBe(promised);
  network.taken(present);
  expect(ring).not.toBeNull();
});

test('that the key in use was refused is known until somebody talks under it, or another one is certified', () => {
  candidates = [];
  expect(network.wasRefused).toBe(false);
  network.refused(present, true);
  expect(network.wasRefused).toBe(true);
  network.taken(present);
  expect(network.wasRefused).toBe(false);
  network.refused(present, true);
  network.certified();
  expect(network.wasRefused).toBe(false);
});

test('without a key that could be meant, nothing is dialled anew', () => {
  candidates = [];
  network.refused(present, true);
  expect(dials).toEqual([]);
  expect(network.key).toBe(present);
});
