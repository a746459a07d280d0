import { describe, expect, test } from 'vitest';
import { pictureFacts } from '../../../renderer/features/messages/picture-facts.ts';
import { leftOf, noted } from '../../../renderer/features/messages/time-left.ts';

const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  );
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

describe('what the bytes of a picture say', () => {
  const PNG = bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 5, 0], [0, 0, 3, 0]);
  const JPEG = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 11, 8, 3, 0, 5, 0]);

  test('are its kind and its size, whatever its name is', () => {
    expect(pictureFacts(PNG)).toEqual({ type: 'image/png', width: 1280, height: 768 });
    expect(pictureFacts(JPEG)).toEqual({ type: 'image/jpeg', width: 1280, height: 768 });
    const lossy = bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(7), [0x9d, 1, 0x2a], [0, 5], [0, 3]);
    expect(pictureFacts(lossy)).toEqual({ type: 'image/webp', width: 1280, height: 768 });
    const lossless = bytes('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f], [0xff, 0xc4, 0xbf, 0]);
    expect(pictureFacts(lossless)).toEqual({ type: 'image/webp', width: 1280, height: 768 });
    const extended = bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [0xff, 4, 0], [0xff, 2, 0]);
    expect(pictureFacts(extended)).toEqual({ type: 'image/webp', width: 1280, height: 768 });
  });

  test('are nothing where it is no picture, or a part of one, at any length', () => {
    expect(pictureFacts(bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
    expect(pictureFacts(bytes('GIF89a', zeros(20)))).toBeNull();
    for (const whole of [PNG, JPEG])
      for (let length = 0; length < whole.length; length++)
        expect(pictureFacts(whole.subarray(0, length))).toBeNull();
    // Segments without an end.
    expect(pictureFacts(bytes([0xff, 0xd8], zeros(200)))).toBeNull();
  });
});

describe('how long the rest takes', () => {
  test('follows the last seconds, and is not said too soon', () => {
    let samples = noted([], { atMs: 0, doneBytes: 0 });
    expect(leftOf(samples, 1_000)).toBeNull();
    samples = noted(samples, { atMs: 1_000, doneBytes: 100 });
    expect(leftOf(samples, 1_000)).toBeNull();
    samples = noted(samples, { atMs: 2_000, doneBytes: 200 });
    expect(leftOf(samples, 1_000)).toBe(8_000);
    // Twice as fast for longer than is looked back.
    samples = noted(samples, { atMs: 12_500, doneBytes: 2_000 });
    samples = noted(samples, { atMs: 14_500, doneBytes: 2_400 });
    expect(leftOf(samples, 3_400)).toBe(5_000);
  });

  test('begins anew where the file does', () => {
    const samples = noted([{ atMs: 0, doneBytes: 500 }], { atMs: 5_000, doneBytes: 10 });
    expect(samples).toEqual([{ atMs: 5_000, doneBytes: 10 }]);
    expect(leftOf(samples, 1_000)).toBeNull();
  });
});
