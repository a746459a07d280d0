import { describe, expect, it } from 'vitest';
import { ProtocolViolation } from '../../../electron/node/transport/link/protocol-violation.ts';
import { RateLimit } from '../../../electron/node/transport/link/rate-limit.ts';
import {
  decodeEntries,
  encodeEntries,
  inFrames,
  LOG_FRAME_MAX_BYTES,
  LOG_FRAME_TARGET_BYTES,
} from '../../../electron/node/transport/log/log-frames.ts';
import { TestClock } from '../../support/messaging.ts';

const CELL = 'ce'.repeat(32);

const lines = (...texts: string[]) => texts.map((text) => Buffer.from(text));

describe('Frames of entries', () => {
  it('bring header and texts back as they were', () => {
    const header = { type: 'entries', cell: CELL, seq: 3, tips: { alice: 'a'.repeat(64) } } as const;
    const decoded = decodeEntries(encodeEntries(header, lines('{"a":"ä"}', '{}')));
    expect(decoded).toEqual({ header, texts: ['{"a":"ä"}', '{}'] });
  });

  it('are filled to 64 KiB or more and never overflow, whatever the sizes', () => {
    const texts = Array.from({ length: 2_000 }, (_, number) => 'x'.repeat((number * 7919) % 65_536));
    const frames = [...inFrames(texts)];
    const sizes = frames.map((frame) => encodeEntries({ type: 'entries', cell: CELL, seq: 0 }, frame).length);
    expect(frames.flat().map(String)).toEqual(texts);
    expect(Math.max(...sizes)).toBeLessThan(LOG_FRAME_MAX_BYTES);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(LOG_FRAME_TARGET_BYTES / 2 - 1);
  });

  it('hold at most 2048 entries', () => {
    const [first, second] = [...inFrames(new Array(3_000).fill('{}'))];
    expect([first!.length, second!.length]).toEqual([2048, 952]);
    expect(decodeEntries(encodeEntries({ type: 'entries', cell: CELL, seq: 0 }, first!)).texts).toHaveLength(
      2048,
    );
  });

  it.each([
    ['no header', Buffer.from('{}')],
    [
      'a text that is not UTF-8',
      Buffer.concat([Buffer.from('{"type":"entries","seq":0}\n'), Buffer.of(0xff)]),
    ],
    [
      'too many entries',
      encodeEntries({ type: 'entries', cell: CELL, seq: 0 }, new Array(2_050).fill(Buffer.from('{}'))),
    ],
    ['tips that are none', Buffer.from('{"type":"entries","seq":0,"tips":{"a":1}}')],
  ])('are a violation with %s', (_, frame) => {
    expect(() => decodeEntries(frame)).toThrow(ProtocolViolation);
  });
});

describe('A rate limit', () => {
  it('lets a burst through, and then so many a minute', () => {
    const clock = new TestClock();
    const limit = new RateLimit({ burst: 3, perMinute: 60 }, clock.now);
    const takes = (count: number) => Array.from({ length: count }, () => limit.take());
    expect(takes(4)).toEqual([true, true, true, false]);
    clock.advance(2_000);
    expect(takes(3)).toEqual([true, true, false]);
    expect(limit.isFull).toBe(false);
    clock.advance(60_000);
    expect(limit.isFull).toBe(true);
    expect(takes(4)).toEqual([true, true, true, false]);
  });

  it('is not confused by a clock that is set back', () => {
    const clock = new TestClock();
    const limit = new RateLimit({ burst: 1, perMinute: 60 }, clock.now);
    expect(limit.take()).toBe(true);
    clock.advance(-3_600_000);
    expect(limit.take()).toBe(false);
    clock.advance(1_000);
    expect(limit.take()).toBe(true);
  });
});
