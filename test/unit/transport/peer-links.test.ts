/** A peer has two connections for a moment when both sides dial at once: which of them is ended says nothing of it. */
import type { Connection } from '@libp2p/interface';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { says } from '#shared/protocol/saying.ts';
import type { DaemonEvent } from '../../../electron/node/transport/link/daemon-options.ts';
import type { Dialler } from '../../../electron/node/transport/link/dialler.ts';
import type { LastWord, PeerConnection } from '../../../electron/node/transport/link/peer-connection.ts';
import { PeerLinks } from '../../../electron/node/transport/link/peer-links.ts';
import { PeerRecord } from '../../../electron/node/transport/link/peer-record.ts';
import { DEFAULT_TIMING } from '../../../electron/node/transport/link/timing.ts';

const DUPLICATE: LastWord = { by: 'them', code: 'duplicate', reason: 'there is a newer connection' };
const BOB = 'did:key:bob';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(isRunning = true) {
  const events: DaemonEvent['type'][] = [];
  const links = new PeerLinks({
    dialler: { cancel: () => undefined, later: () => undefined } as unknown as Dialler,
    cell: () => null,
    ourPeerId: () => (isRunning ? 'alice' : null),
    isKnown: () => true,
    onChanged: () => undefined,
    observe: ({ type }) => void events.push(type),
    clock: () => 0,
    timing: DEFAULT_TIMING,
  });
  return { links, events, record: new PeerRecord(BOB, DEFAULT_TIMING, () => undefined) };
}

function connection(id: string, status = 'open', close = async () => undefined): PeerConnection {
  const remoteAddr = { getComponents: () => [] };
  return {
    connection: { id, status, remoteAddr, remotePeer: 'bob' } as unknown as Connection,
    ours: { instance: 'us', versions: [1], ports: [] },
    theirs: { instance: 'one', versions: [1], ports: [] },
    version: 1,
    clockAheadMs: 0,
    dialledByUs: false,
    close,
  } as unknown as PeerConnection;
}

test('a peer that keeps a newer connection is not lost while that one is being taken', () => {
  const { links, events, record } = scene();
  const [older, newer] = [connection('older'), connection('newer')];
  links.establish(record, older);
  links.closed(record, older.connection, DUPLICATE);
  expect(record.active).toBe(null);
  vi.advanceTimersByTime(DEFAULT_TIMING.helloMs - 1);
  links.establish(record, newer);
  vi.advanceTimersByTime(10 * DEFAULT_TIMING.helloMs);
  expect(events).toEqual(['connected', 'connected']);
});

test('it is lost when no other connection comes about in time', () => {
  const { links, events, record } = scene();
  const older = connection('older');
  links.establish(record, older);
  links.closed(record, older.connection, DUPLICATE);
  expect(events).toEqual(['connected']);
  vi.advanceTimersByTime(DEFAULT_TIMING.helloMs);
  expect(events).toEqual(['connected', 'disconnected']);
});

test.each([
  ['says goodbye', { ...DUPLICATE, code: 'stopping' }],
  ['says nothing', null],
] as const)('it is lost at once when it %s', (_, last) => {
  const { links, events, record } = scene();
  const only = connection('only');
  links.establish(record, only);
  links.closed(record, only.connection, last);
  expect(events).toEqual(['connected', 'disconnected']);
});

test.each([
  ['this node stops', (links: PeerLinks) => links.closeAll('stopping', says('error.link.stopping'))],
  ['it is removed', (links: PeerLinks, record: PeerRecord) => links.remove(record)],
] as const)('nobody waits for its other connection when %s', async (_, act) => {
  const { links, events, record } = scene();
  const older = connection('older');
  links.establish(record, older);
  links.closed(record, older.connection, DUPLICATE);
  await act(links, record);
  expect(events).toEqual(['connected', 'disconnected']);
  vi.advanceTimersByTime(10 * DEFAULT_TIMING.helloMs);
  expect(events).toEqual(['connected', 'disconnected']);
});

test('a connection that ended while hello was read on it is no link: nobody would be told of its end', () => {
  const { links, events, record } = scene();
  links.establish(record, connection('cut', 'aborted'));
  expect(record.active).toBe(null);
  const whole = connection('whole');
  links.establish(record, whole);
  expect(record.active).toBe(whole);
  expect(events).toEqual(['connected']);
});

test('a node that stops takes no connection, and says why', () => {
  const { links, events, record } = scene(false);
  const close = vi.fn(async () => undefined);
  links.establish(record, connection('late', 'open', close));
  expect(close).toHaveBeenCalledWith('stopping', says('error.link.stopping'));
  expect(record.active).toBe(null);
  expect(events).toEqual([]);
});
