import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mockClient } from '#shared/contract/client.ts';
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import type { Push, Snapshot } from '#shared/contract/domain/snapshot.ts';
import { mergeMessages } from '../../../renderer/state/conversation.ts';
import { createDashboard, STALE_AFTER_MS } from '../../../renderer/state/dashboard-store.ts';
import { happeningsBetween, happeningsSince } from '../../../renderer/state/happenings.ts';
import { NOW_MS, sampleMessage, samplePeer } from '../../support/sample-states.ts';

const first: Snapshot = { ...INITIAL_SLICES, phase: 'running', instance: 'one', version: 4, atMs: NOW_MS };
const push = (version: number, changes: Push['changes'] = {}, instance = 'one'): Push => ({
  instance,
  version,
  atMs: NOW_MS,
  changes,
});

describe('the dashboard', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function start(answers: Snapshot[]) {
    const client = mockClient({
      'state.snapshot': () => answers.shift() ?? first,
      'messages.list': ({ thread }) => ({ messages: [sampleMessage({ thread })], more: false }),
    });
    const dashboard = createDashboard(client);
    return { client, dashboard, state: () => dashboard.store.getState() };
  }

  test('puts pushes over its snapshot in their order', async () => {
    const { client, dashboard, state } = start([first]);
    await vi.advanceTimersByTimeAsync(0);
    client.push(push(5, { online: false }));
    client.push(push(6, { peers: [samplePeer()] }));
    expect(state().snapshot).toMatchObject({ version: 6, online: false, peers: [{ name: 'bob' }] });
    expect(client.called).toEqual(['state.snapshot']);
    dashboard.stop();
  });

  test('asks for a fresh snapshot when a push is missing', async () => {
    const { client, dashboard, state } = start([first, { ...first, version: 9, online: false }]);
    await vi.advanceTimersByTimeAsync(0);
    client.push(push(7));
    await vi.advanceTimersByTimeAsync(0);
    expect(client.called).toEqual(['state.snapshot', 'state.snapshot']);
    expect(state().snapshot).toMatchObject({ version: 9, online: false });
    dashboard.stop();
  });

  test('asks for a fresh snapshot when the node started anew', async () => {
    const { client, dashboard, state } = start([first, { ...first, instance: 'two', version: 0 }]);
    await vi.advanceTimersByTimeAsync(0);
    client.push(push(5, {}, 'two'));
    await vi.advanceTimersByTimeAsync(0);
    expect(state().snapshot?.instance).toBe('two');
    dashboard.stop();
  });

  test('ignores a push that its snapshot already holds', async () => {
    const { client, dashboard, state } = start([first]);
    await vi.advanceTimersByTimeAsync(0);
    client.push(push(3, { online: false }));
    expect(state().snapshot).toMatchObject({ version: 4, online: true });
    dashboard.stop();
  });

  test('keeps pushes that come before the first snapshot', async () => {
    const { client, dashboard, state } = start([first]);
    client.push(push(5, { online: false }));
    await vi.advanceTimersByTimeAsync(0);
    expect(state().snapshot).toMatchObject({ version: 5, online: false });
    dashboard.stop();
  });

  test('marks what it shows as stale when the node falls silent, and tries again', async () => {
    const { client, dashboard, state } = start([first]);
    await vi.advanceTimersByTimeAsync(0);
    vi.spyOn(client, 'call').mockReturnValue(new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(STALE_AFTER_MS + 1_001);
    expect(state().stale).toBe(true);
    expect(state().snapshot).not.toBeNull();
    dashboard.stop();
  });

  test('does not go stale while heartbeats come', async () => {
    const { client, dashboard, state } = start([first]);
    await vi.advanceTimersByTimeAsync(0);
    for (let version = 5; version < 10; version += 1) {
      await vi.advanceTimersByTimeAsync(5_000);
      client.push(push(version));
    }
    expect(state().stale).toBe(false);
    dashboard.stop();
  });

  test('keeps what it showed, marked, while the node is being restarted', async () => {
    const { client, dashboard, state } = start([
      { ...first, peers: [samplePeer()] },
      { ...first, phase: 'starting', instance: 'fallback', version: 0 },
      { ...first, instance: 'two', version: 1, online: false },
    ]);
    await vi.advanceTimersByTimeAsync(0);
    client.push(push(1, { phase: 'starting' }, 'fallback'));
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toMatchObject({ stale: true, snapshot: { phase: 'running', peers: [{ name: 'bob' }] } });
    client.push(push(1, {}, 'two'));
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toMatchObject({ stale: false, snapshot: { instance: 'two', online: false } });
    dashboard.stop();
  });

  test('puts a changed message into the conversation that is open', async () => {
    const { client, dashboard, state } = start([first]);
    await vi.advanceTimersByTimeAsync(0);
    await dashboard.loadMessages('did:key:bob', 'newest');
    client.push({ ...push(5), messages: [sampleMessage({ state: 'delivered' })] });
    expect(state().conversations['did:key:bob']?.messages).toMatchObject([
      { number: 58, state: 'delivered' },
    ]);
    dashboard.stop();
  });
});

describe('a conversation', () => {
  const message = (number: number) => sampleMessage({ number, id: String(number) });

  test('leaves a change of a message that is not loaded to the node', () => {
    const held = { messages: [message(10), message(11)], more: true };
    expect(mergeMessages(held, [message(3)]).messages).toHaveLength(2);
    expect(mergeMessages(held, [message(12)]).messages.map((one) => one.number)).toEqual([10, 11, 12]);
  });

  test('puts an older page before what is held', () => {
    const held = { messages: [message(10)], more: true };
    expect(mergeMessages(held, [message(9), message(8)], true).messages.map((one) => one.number)).toEqual([
      8, 9, 10,
    ]);
  });
});

describe('what happened', () => {
  const before = { peers: [samplePeer()], formerPeers: [], threads: [], atMs: NOW_MS, instance: 'one' };

  test('a peer that goes and comes is told of', () => {
    const away = {
      ...before,
      peers: [samplePeer({ link: { state: 'offline' }, lastSeenAtMs: NOW_MS - 19 * 3_600_000 })],
    };
    expect(happeningsBetween(before, away, [])).toMatchObject([{ text: 'bob went offline' }]);
    expect(happeningsBetween(away, before, [])).toMatchObject([{ text: 'bob came back after 19 h' }]);
  });

  test('an acknowledgement is told of', () => {
    const [happening] = happeningsBetween(before, before, [sampleMessage({ state: 'delivered' })]);
    expect(happening?.text).toBe('bob acknowledged your message');
  });

  test('what came while nobody looked is found in the state', () => {
    const thread = {
      id: 'did:key:bob',
      last: {
        text: 'hello',
        direction: 'in' as const,
        senderDid: 'did:key:bob',
        atMs: NOW_MS - 5,
        state: 'received' as const,
      },
      unread: 1,
      waiting: 0,
    };
    expect(happeningsSince({ ...before, threads: [thread] }, NOW_MS - 10)).toMatchObject([
      { text: 'bob wrote to you' },
    ]);
    expect(happeningsSince({ ...before, threads: [thread] }, NOW_MS)).toEqual([]);
  });
});
