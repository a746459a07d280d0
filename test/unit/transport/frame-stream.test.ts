import { getEventListeners } from 'node:events';
import type { Stream } from '@libp2p/interface';
import { expect, test } from 'vitest';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { MemoryStream } from '../../simulation/mail/memory-stream.ts';
import { expectCodeAsync } from '../../support/throws-code.ts';

const BYTES = 64 * 1024;
const LIMITS = { maxFrameBytes: BYTES, maxUnreadBytes: BYTES, frameMs: 60_000 };

function stalled() {
  const raw = new MemoryStream('1', '/test', () => undefined);
  const frames = new FrameStream(raw as unknown as Stream, LIMITS);
  const writes = (count: number) => {
    const all = Array.from({ length: count }, () => frames.write(new Uint8Array(BYTES)));
    for (const one of all) one.catch(() => undefined);
    return all;
  };
  return { raw, writes };
}

test('However many wait for a peer that reads slowly, they wait together, and go on together', async () => {
  const { raw, writes } = stalled();
  const before = getEventListeners(raw as unknown as EventTarget, 'close').length;
  const waiting = writes(50);
  expect(getEventListeners(raw as unknown as EventTarget, 'close').length - before).toBe(1);
  raw.moved(50 * (BYTES + 4));
  await Promise.all(waiting);
  expect(getEventListeners(raw as unknown as EventTarget, 'close')).toHaveLength(before);
  expect(getEventListeners(raw as unknown as EventTarget, 'drain')).toHaveLength(0);
});

test('Whoever waits when the stream breaks is told so, also the second time', async () => {
  const { raw, writes } = stalled();
  const first = writes(10);
  raw.moved(10 * (BYTES + 4));
  await Promise.all(first);
  const second = writes(10);
  raw.over('reset', new Error('cut'));
  for (const one of second.slice(5)) await expectCodeAsync('offline', () => one);
});
