import { describe, expect, test } from 'vitest';
import { checkCall } from '#shared/contract/check-call.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import { type Failure, toFailure } from '#shared/contract/errors.ts';
import { publicKeyFromDid } from '../../../electron/node/identity/did-key.ts';
import { parsePeerAddress } from '../../../electron/node/messaging/peer-address.ts';
import { spread } from '../../../renderer/charts/chart-plugins.ts';
import { niceRange } from '../../../renderer/charts/nice-range.ts';
import { checkPeerDraft, fieldOfFailure } from '../../../renderer/components/peer-form.ts';
import { seatAt } from '../../../renderer/components/seats.ts';
import { lifeSteps } from '../../../renderer/features/messages/life-steps.ts';
import { threadRows } from '../../../renderer/features/messages/thread-rows.ts';
import { overviewAnswer } from '../../../renderer/features/overview/overview-answer.ts';
import { parseRoute, routeHref } from '../../../renderer/state/routes.ts';
import { NOW_MS, sampleMessage, samplePeer } from '../../support/sample-states.ts';

const DID = 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG';

describe('routes', () => {
  test('a conversation and a message survive the way through the address', () => {
    expect(parseRoute(routeHref('messages', DID, 58))).toEqual({ page: 'messages', part: DID, item: '58' });
  });

  test.each(['', '#', '#/nowhere', '#/%E0%A4%A', '#//'])('%s is no dead end', (hash) => {
    expect(parseRoute(hash).page).toBe('overview');
  });

  test('a broken part is dropped', () => {
    expect(parseRoute('#/messages/%E0%A4%A')).toEqual({ page: 'messages', part: null, item: null });
  });
});

describe('charts', () => {
  test('the axis holds the data with room, and never leaves 0 to 1', () => {
    expect(niceRange([0.3, 0.612])).toMatchObject({ min: 0.2, max: 0.7, step: 0.1 });
    expect(niceRange([0, 1])).toMatchObject({ min: 0, max: 1 });
    for (const values of [[], [0.5], [1], [0], [0.31, 0.33], [Number.NaN]]) {
      const { min, max } = niceRange(values);
      expect(min).toBeGreaterThanOrEqual(0);
      expect(max).toBeLessThanOrEqual(1);
      expect(max).toBeGreaterThan(min);
    }
  });

  test('labels at line ends do not touch', () => {
    const placed = spread([100, 101, 40], 16, 0, 200).sort((a, b) => a - b);
    expect((placed[1] ?? 0) - (placed[0] ?? 0)).toBeGreaterThanOrEqual(16);
    expect((placed[2] ?? 0) - (placed[1] ?? 0)).toBeGreaterThanOrEqual(16);
  });

  test('seats are stable: the first on top, then left and right', () => {
    const ellipse = { cx: 0, cy: 0, rx: 10, ry: 10 };
    expect(seatAt(0, 5, ellipse).y).toBeCloseTo(-10);
    expect(seatAt(1, 5, ellipse).x).toBeLessThan(0);
    expect(seatAt(2, 5, ellipse).x).toBeCloseTo(-seatAt(1, 5, ellipse).x);
  });
});

function answered(run: () => unknown): Failure {
  try {
    run();
  } catch (thrown) {
    return toFailure(thrown);
  }
  throw new Error('it was taken');
}

describe('the form for a peer', () => {
  const known = {
    myDid: 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
    peers: [],
    editing: false,
  };

  test('says at each field what is wrong', () => {
    const errors = checkPeerDraft({ did: 'bob', name: '', address: '192.168.1.23:0' }, known);
    expect(Object.keys(errors).sort()).toEqual(['address', 'did', 'name']);
  });

  test('takes a peer without an address, and refuses myself', () => {
    expect(checkPeerDraft({ did: DID, name: 'bob', address: '' }, known)).toEqual({});
    expect(checkPeerDraft({ did: known.myDid, name: 'me', address: '' }, known).did).toContain('your own');
  });

  test('puts the answer of the node to the field it speaks of', () => {
    const call = checkCall('peers.add', { did: 'did', name: 'bob', address: null });
    expect(call.ok ? null : fieldOfFailure(call.error)).toEqual({
      field: 'did',
      message: 'did is shorter than 8 characters',
    });
    expect(fieldOfFailure(answered(() => parsePeerAddress('no where')))?.field).toBe('address');
    expect(fieldOfFailure(answered(() => publicKeyFromDid('did:key:z6Mk')))?.field).toBe('did');
    expect(fieldOfFailure({ code: 'store-full', message: 'The disk is full.' })).toBeNull();
    // An address in what somebody else worded names no field.
    expect(fieldOfFailure({ code: 'internal', message: 'No route to /ip4/10.0.0.1.' })).toBeNull();
  });
});

describe('the life of a message', () => {
  const peer = samplePeer({ link: { state: 'offline' }, nextTryAtMs: NOW_MS + 40_000 });

  test('tells tries as one step, the next one, and what is to come', () => {
    const message = sampleMessage({
      attempts: 2,
      steps: [
        { step: 'written', atMs: NOW_MS - 3_000, detail: null },
        { step: 'sealed', atMs: NOW_MS - 3_000, detail: null },
        { step: 'queued', atMs: NOW_MS - 3_000, detail: null },
        { step: 'tried', atMs: NOW_MS - 2_000, detail: 'no answer' },
        { step: 'tried', atMs: NOW_MS - 1_000, detail: 'no answer' },
      ],
    });
    const steps = lifeSteps(message, { peer, name: 'bob', nowMs: NOW_MS });
    expect(steps.map((step) => step.title)).toEqual([
      'Written',
      'Sealed and signed by you',
      'Queued here',
      'Tried 2 times',
      'Next try',
      'Delivered',
    ]);
    expect(steps.at(-2)?.detail).toBe('in 40 s at 192.168.1.23, attempt 3');
    expect(steps.at(-1)?.mark).toBe('to-come');
  });

  test('ends where it ended', () => {
    const message = sampleMessage({
      state: 'expired',
      steps: [{ step: 'expired', atMs: NOW_MS, detail: null }],
    });
    const steps = lifeSteps(message, { peer, name: 'bob', nowMs: NOW_MS });
    expect(steps).toMatchObject([{ title: 'Expired', mark: 'stop' }]);
  });
});

describe('lists and answers', () => {
  test('every peer has a conversation, and so has everyone', () => {
    const rows = threadRows([samplePeer()], []);
    expect(rows.map((row) => row.thread.id).sort()).toEqual(['broadcast', 'did:key:bob']);
    expect(threadRows([], [])).toEqual([]);
  });

  test('Overview opens with who is in sync, why not, and what needs the operator', () => {
    const node = {
      ...INITIAL_SLICES,
      peers: [samplePeer({ link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 3 * 3_600_000 })],
    };
    const context = { nowMs: NOW_MS, online: true, network: true, myName: 'alice' };
    expect(overviewAnswer(node, context, false)).toEqual({
      claim: '0 of 1 peer is in sync.',
      rest: 'bob has been offline for 3 h. Nothing needs you.',
    });
    expect(overviewAnswer(node, context, true).claim).toBe('0 of 1 peer was in sync.');
  });
});
