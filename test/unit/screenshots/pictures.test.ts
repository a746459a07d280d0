import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { differs } from '../../../scripts/screenshots/differs.ts';
import { keepPicture } from '../../../scripts/screenshots/picture-book.ts';
import { type Picture, readPng } from '../../../scripts/screenshots/png.ts';

const [WIDTH, HEIGHT] = [40, 30];

/** Grey, with the given pixels in these shades. */
function picture(shades: Readonly<Record<string, number>> = {}): Picture {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(200);
  for (const [place, shade] of Object.entries(shades)) {
    const [x = 0, y = 0] = place.split(',').map(Number);
    rgba.fill(shade, (y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3);
  }
  return { width: WIDTH, height: HEIGHT, rgba };
}

/** A letter of 5 by 5 pixels. */
function letter(shade: number, x = 10, y = 10): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: 25 }, (_, n) => [`${x + (n % 5)},${y + Math.floor(n / 5)}`, shade]),
  );
}

/** The rows of a picture as a file, each in the filter of its turn. */
function png({ width, height, rgba }: Picture): Buffer {
  const at = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : (rgba[y * width * 4 + x] ?? 0));
  const rows: number[] = [];
  for (let y = 0; y < height; y += 1) {
    const filter = y % 5;
    rows.push(filter);
    for (let x = 0; x < width * 4; x += 1) {
      const [left, up] = [at(x - 4, y), at(x, y - 1)];
      const corner = x < 4 ? 0 : at(x - 4, y - 1);
      rows.push((at(x, y) - ([0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0)) & 255);
    }
  }
  const chunk = (kind: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.from(rows));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const near = [left, up, corner].map((value) => Math.abs(guess - value));
  return [left, up, corner][near.indexOf(Math.min(...near))] ?? 0;
}

describe('whether a picture shows something else', () => {
  test('noise is none: smoothing, and a few pixels', () => {
    expect(differs(picture(), picture(letter(220)))).toBe(false);
    expect(differs(picture(), picture({ '1,1': 0, '2,1': 0, '3,1': 0 }))).toBe(false);
  });

  test('a changed letter is', () => {
    expect(differs(picture(), picture(letter(20)))).toBe(true);
    expect(differs(picture(letter(20)), picture(letter(20, 20)))).toBe(true);
  });

  test('where something is another with every run, nothing is compared; beside it all is', () => {
    const unsteady = [{ x: 10, y: 10, width: 5, height: 5 }];
    expect(differs(picture(), picture(letter(20)), unsteady)).toBe(false);
    expect(differs(picture(), picture(letter(20, 13)), unsteady)).toBe(true);
    expect(differs(picture(), picture(letter(20)), [{ x: -9, y: -9, width: 900, height: 900 }])).toBe(false);
  });

  test('another size is', () => {
    const { rgba } = picture();
    expect(differs(picture(), { width: HEIGHT, height: WIDTH, rgba })).toBe(true);
  });
});

test('a file of any filter is read as it was written', () => {
  const drawn = picture({ ...letter(20), ...letter(90, 3, 2), '39,29': 7 });
  expect(readPng(png(drawn))).toEqual(drawn);
  expect(() => readPng(Buffer.from('GIF89a'))).toThrow('This file is no PNG picture.');
});

describe('the folder of pictures', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ghoststack-pictures-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a picture is written again only if it shows something else', () => {
    const path = join(folder, 'page.png');
    expect(keepPicture(folder, 'page', png(picture()))).toBe('new');
    const before = statSync(path).mtimeMs;
    expect(keepPicture(folder, 'page', png(picture(letter(220))))).toBe('as before');
    expect(statSync(path).mtimeMs).toBe(before);
    expect(keepPicture(folder, 'page', png(picture(letter(20))))).toBe('changed');
    expect(readPng(readFileSync(path))).toEqual(picture(letter(20)));
  });

  test('those of the project can be read', () => {
    const file = readFileSync(join(import.meta.dirname, '../../../docs/screenshots/overview-light.png'));
    const { width, height, rgba } = readPng(file);
    expect([width, height, rgba.length]).toEqual([1440, 900, 1440 * 900 * 4]);
  });
});
