import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Push, Slices } from '#shared/contract/domain/snapshot.ts';
import { StatePublisher } from '../../../electron/host/state-publisher.ts';

let pushes: Push[];
let online: boolean;
/** What reading a slice takes, ms. */
let readingMs: number;
let reads: number;
let publisher: StatePublisher;

beforeEach(() => {
  vi.useFakeTimers();
  pushes = [];
  online = false;
  readingMs = 0;
  reads = 0;
  const read = {
    online: () => {
      reads += 1;
      vi.advanceTimersByTime(readingMs);
      return online;
    },
  } as unknown as { readonly [K in keyof Slices]: () => Slices[K] };
  publisher = new StatePublisher({ read, send: (push) => pushes.push(push), nowMs: () => Date.now() });
});

afterEach(() => {
  publisher.stop();
  vi.useRealTimers();
});

test('changes within 50 ms travel in one numbered push, and what reads the same is not sent again', () => {
  publisher.mark('online');
  online = true;
  publisher.mark('online');
  vi.advanceTimersByTime(50);
  expect(pushes).toMatchObject([{ version: 1, changes: { online: true } }]);
  publisher.mark('online');
  vi.advanceTimersByTime(50);
  expect(pushes).toHaveLength(1);
});

test('a state that takes long to read is read less often: a fifth of the time at most', () => {
  readingMs = 100;
  publisher.mark('online');
  vi.advanceTimersByTime(50);
  expect(reads).toBe(1);
  publisher.mark('online');
  vi.advanceTimersByTime(399);
  expect(reads).toBe(1);
  vi.advanceTimersByTime(1);
  expect(reads).toBe(2);
});

test('a slice that cannot be read stays as it was and is named; the others travel', () => {
  const failed: string[] = [];
  let bad = false;
  const read = {
    online: () => online,
    network: () => {
      if (bad) throw new Error('a row is bad');
      return true;
    },
  } as unknown as { readonly [K in keyof Slices]: () => Slices[K] };
  const tolerant = new StatePublisher({
    read,
    send: (push) => pushes.push(push),
    nowMs: () => Date.now(),
    failed: (name) => failed.push(name),
  });
  tolerant.mark('online', 'network');
  vi.advanceTimersByTime(50);
  bad = true;
  online = true;
  tolerant.mark('network', 'online');
  vi.advanceTimersByTime(50);
  expect(pushes.at(-1)?.changes).toEqual({ online: true });
  expect(tolerant.snapshot()).toMatchObject({ online: true, network: true });
  expect(new Set(failed)).toEqual(new Set(['network']));
  tolerant.stop();
});

test('what is worked out of the whole history is read once somebody shows it, and pushed from then on', () => {
  const asked: string[] = [];
  const names = ['online', 'trust', 'proposals', 'proposalCounts'];
  const read = Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        asked.push(name);
        return name === 'proposals' ? [] : null;
      },
    ]),
  ) as unknown as { readonly [K in keyof Slices]: () => Slices[K] };
  const shown = new StatePublisher({ read, send: (push) => pushes.push(push), nowMs: () => Date.now() });
  const all = () => shown.mark('online', 'trust', 'proposals', 'proposalCounts');
  all();
  vi.advanceTimersByTime(50);
  expect(asked).toEqual(['online']);
  expect(shown.snapshot()).toMatchObject({ trust: null, proposals: [] });
  asked.length = 0;
  shown.mark('online');
  vi.advanceTimersByTime(50);
  expect(asked).toEqual(['online']);
  all();
  vi.advanceTimersByTime(50);
  expect(Object.keys(pushes.at(-1)?.changes ?? {}).sort()).toEqual(['proposalCounts', 'proposals', 'trust']);
  shown.stop();
});
