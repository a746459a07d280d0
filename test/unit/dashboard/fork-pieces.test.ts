/** What of forks the window shows as waiting or as news, and for how long. */
import { expect, test } from 'vitest';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { forkNeedsOf, newsOf, waitingForkCount } from '../../../renderer/components/forks/fork-needs.ts';
import { keptToRead, liveToRead, receiptHref } from '../../../renderer/features/chain/read-cell.ts';
import { happeningsBetween, happeningsSince } from '../../../renderer/state/happenings.ts';
import { SAMPLE_DAY_MS, sampleDeparture, sampleFork, sampleHeld } from '../../support/sample-forks.ts';

const DAY = 86_400_000;
const none = () => false;

function slices(change: Partial<Slices>): Pick<Slices, 'cells' | 'forks' | 'cell'> {
  return { cells: [sampleHeld()], forks: { proposals: [], offers: [], twice: [] }, cell: null, ...change };
}

function forks(...states: ('asked' | 'entered' | 'crossed' | 'alive' | 'over' | 'declined')[]) {
  const proposals = states.map((state, at) => sampleFork({ state, cell: `${at}`.repeat(64) }));
  return { proposals, offers: [], twice: [] };
}

test('what only the reader’s word ends comes first; what is over is not shown', () => {
  const node = slices({ forks: forks('over', 'entered', 'asked', 'declined', 'crossed') });
  expect(forkNeedsOf(node, none).forks.map(({ state }) => state)).toEqual(['crossed', 'asked', 'entered']);
  expect(waitingForkCount(node)).toBe(2);
});

test('that one lives in a new cell is news until it is put away', () => {
  const alive = forks('alive');
  const [fork] = alive.proposals;
  const node = slices({ forks: alive, cells: [sampleHeld({ id: '0'.repeat(64) })] });
  expect(forkNeedsOf(node, none).forks).toHaveLength(1);
  expect(forkNeedsOf(node, (key) => key === newsOf(fork as never)).forks).toEqual([]);
  expect(forkNeedsOf({ ...node, cells: [sampleHeld()] }, none).forks).toEqual([]);
});

test('who left is news until it is put away, unless it left before the reader came', () => {
  const cells = [sampleHeld({ departures: [sampleDeparture('alice'), sampleDeparture('bob')] })];
  const [group] = forkNeedsOf(slices({ cells }), none).departed;
  expect(group?.names).toEqual(['alice', 'bob']);
  expect(forkNeedsOf(slices({ cells }), (key) => key === group?.key).departed).toEqual([]);
  const me = { me: true, joinedAtMs: SAMPLE_DAY_MS };
  const cell = { members: [me] } as unknown as Slices['cell'];
  expect(forkNeedsOf(slices({ cells, cell }), none).departed).toEqual([]);
});

test('since the last look: who left while nobody watched, and who leaves while somebody does', () => {
  const state = { peers: [], formerPeers: [], threads: [], atMs: SAMPLE_DAY_MS, instance: 'i' };
  const left = { ...state, cells: [sampleHeld({ departures: [sampleDeparture('alice')] })] };
  expect(happeningsSince(left, SAMPLE_DAY_MS - 3 * DAY).map(({ text }) => text)).toEqual([
    'alice left for Maple Street 2 on 12 May',
  ]);
  expect(happeningsSince(left, SAMPLE_DAY_MS - DAY)).toEqual([]);
  const before = { ...state, cells: [sampleHeld()] };
  expect(happeningsBetween(before, left, []).map(({ text }) => text)).toHaveLength(1);
  expect(happeningsBetween(left, left, [])).toEqual([]);
  expect(happeningsBetween({ ...state, cells: [sampleHeld({ id: 'a' })] }, left, [])).toEqual([]);
});

test('receipts of a kept cell have addresses of their own, and those who left are among its authors', () => {
  const kept = keptToRead(
    sampleHeld({ isLive: false, departures: [sampleDeparture('frank', { isCountedOut: true })] }),
  );
  expect(kept.members.at(-1)).toMatchObject({ name: 'frank', order: 5 });
  expect(receiptHref(kept, null)).toBe(`#/chain/all/${'e'.repeat(64)}`);
  expect(receiptHref(kept, 'a')).toBe(`#/chain/a/${'e'.repeat(64)}`);
  const live = liveToRead({ id: 'x', name: 'x', receipts: 0, members: [] } as unknown as NonNullable<
    Slices['cell']
  >);
  expect(receiptHref(live, 'a')).toBe('#/chain/a');
});
