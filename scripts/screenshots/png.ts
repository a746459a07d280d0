/** Reads the PNG files that Chromium writes of pages: eight bits a channel, RGB or RGBA, in one piece. */
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row by row. */
  readonly rgba: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes a pixel, by the colour types that are read: RGB and RGBA. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** @throws {RangeError} for what is no such picture */
export function readPng(file: Buffer): Picture {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new RangeError('This file is no PNG picture.');
  const data: Buffer[] = [];
  let header: Buffer | null = null;
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    const kind = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') header = body;
    if (kind === 'IDAT') data.push(body);
    at += length + 12;
  }
  if (!header || header.length < 13) throw new RangeError('This PNG picture has no header.');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = CHANNELS[header.readUInt8(9)];
  if (header.readUInt8(8) !== 8 || channels === undefined || header.readUInt8(12) !== 0)
    throw new RangeError('Only PNG pictures of eight bits a channel, RGB or RGBA, not interlaced, are read.');
  return { width, height, rgba: pixels(inflateSync(Buffer.concat(data)), width, height, channels) };
}

function pixels(rows: Buffer, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels;
  const rgba = new Uint8Array(width * height * 4).fill(255);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const row = new Uint8Array(rows.subarray(start + 1, start + 1 + stride));
    unfilter(rows[start] ?? 0, row, above, channels);
    for (let x = 0; x < width; x += 1) {
      const from = row.subarray(x * channels, (x + 1) * channels);
      rgba.set(from, (y * width + x) * 4);
    }
    above = row;
  }
  return rgba;
}

/** A row says each byte as its distance from a neighbour's: to the left, above, both, or the nearest of three. */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, channels: number): void {
  if (filter > 4) throw new RangeError(`A row of this PNG picture has the unknown filter ${filter}.`);
  for (let at = 0; at < row.length; at += 1) {
    const left = row[at - channels] ?? 0;
    const up = above[at] ?? 0;
    const corner = at < channels ? 0 : (above[at - channels] ?? 0);
    const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0;
    row[at] = (row[at] ?? 0) + guess;
  }
}

function nearest(left: number, up: number, corner: number): number {
  const sum = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
