import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import {
  decodeFrame,
  decodePush,
  encodeFrame,
  encodePush,
  Hello,
  type PushHeader,
} from '../../../electron/node/transport/link/frames.ts';
import { ProtocolViolation, sizeSays } from '../../../electron/node/transport/link/protocol-violation.ts';
import { redialDelayMs } from '../../../electron/node/transport/link/redial-delay.ts';

const header: PushHeader = { type: 'envelopes', seq: 3, done: 0, total: 2, bytes_done: 0, bytes_total: 9 };

describe('Push frames', () => {
  it('carry envelopes one a line, so that each can be judged by itself', () => {
    const envelopes = ['{"a":1}', 'not JSON', ''].map((text) => Buffer.from(text));
    const decoded = decodePush(encodePush(header, envelopes));
    expect(decoded.header).toEqual(header);
    expect(decoded.envelopes.map((bytes) => Buffer.from(bytes).toString())).toEqual([
      '{"a":1}',
      'not JSON',
      '',
    ]);
    expect(decodePush(encodePush(header, [])).envelopes).toEqual([]);
  });

  it('any bytes are a frame or a violation', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.json().map((json) => Buffer.from(json)),
    );
    fc.assert(
      fc.property(bytes, (frame) => {
        for (const decode of [
          decodePush,
          (value: Uint8Array) => decodeFrame(value, Hello, 'error.violation.notHello'),
        ]) {
          try {
            decode(frame);
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolViolation);
          }
        }
      }),
    );
  });

  it('with too many envelopes are a violation that says so', () => {
    const frame = encodePush(header, new Array(513).fill(Buffer.from('x')));
    expect(() => decodePush(frame)).toThrow(/more than 512 messages in one frame/);
  });

  it('let later versions add members', () => {
    const hello = {
      type: 'hello',
      versions: [1, 2],
      clock: 1,
      instance: '0'.repeat(32),
      ports: [],
      later: true,
    };
    expect(decodeFrame(encodeFrame(hello), Hello, 'error.violation.notHello')).toEqual(hello);
  });
});

describe('Redialling', () => {
  it('stays within two and a half seconds for minutes, and within 40 seconds for ever', () => {
    const highest = (count: number) => new Uint8Array(count).fill(0xff);
    const delays = Array.from({ length: 500 }, (_, index) => redialDelayMs(index + 1, highest));
    expect(delays[0]).toBeLessThan(500);
    const eager = delays.slice(0, 90);
    expect(Math.max(...eager)).toBeLessThanOrEqual(2_500);
    expect(eager.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(120_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(40_000);
  });
});

describe('Sizes', () => {
  it('are said in words', () => {
    expect([300, 256 * 1024, 9 * 1024 * 1024].map(sizeSays).map(inEnglish)).toEqual([
      '300 bytes',
      '256 KB',
      '9 MB',
    ]);
  });
});
