import { randomBytes } from 'node:crypto';

/** Gives that many unpredictable bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/** The current time in milliseconds since the epoch. */
export type Clock = () => number;

export const systemRandom: RandomBytes = (count) => new Uint8Array(randomBytes(count));
export const systemClock: Clock = () => Date.now();

/** A random UUID (RFC 9562 §5.4, version 4) in lower case. */
export function uuid(random: RandomBytes): string {
  const bytes = Uint8Array.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A number in [0, 1). */
export function unitInterval(random: RandomBytes): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}
