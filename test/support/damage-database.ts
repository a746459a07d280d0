/** What disks, cables and people do to a database while its node does not run. Every choice comes from the seed. */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { randomFor } from '../../electron/headless/demos/seeded-random.ts';

const PAGE = 4096;

export const WAYS = ['flip', 'zero', 'truncate', 'wal', 'first page', 'empty', 'gone'] as const;
export type Way = (typeof WAYS)[number];

/** Returns in words what was done. */
export function damageDatabase(path: string, seed: number, way: Way): string {
  const random = randomFor(seed, 'damage');
  const below = (limit: number) => Math.floor(random() * limit);
  if (way === 'gone') {
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    return 'no file is left';
  }
  if (way === 'wal') {
    const had = existsSync(`${path}-wal`);
    rmSync(`${path}-wal`, { force: true });
    return had ? 'the write-ahead log is gone' : 'there was no write-ahead log';
  }
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    const pages = Math.ceil(size / PAGE);
    if (way === 'empty') {
      ftruncateSync(file, 0);
      return 'empty';
    }
    if (way === 'truncate') {
      const left = PAGE + below(size - PAGE);
      ftruncateSync(file, left);
      return `cut to ${left} of ${size} bytes`;
    }
    if (way === 'first page') {
      const at = below(100);
      writeSync(file, Buffer.from([below(256)]), 0, 1, at);
      return `byte ${at} of the header is another`;
    }
    const count = 1 + below(4);
    const hit: number[] = [];
    for (let number = 0; number < count; number += 1) {
      const page = below(pages);
      hit.push(page);
      if (way === 'zero') writeSync(file, Buffer.alloc(PAGE), 0, PAGE, page * PAGE);
      else {
        const bytes = Buffer.alloc(PAGE);
        const length = readSync(file, bytes, 0, PAGE, page * PAGE);
        for (let flips = 0; flips < 24; flips += 1) bytes[below(length)] = below(256);
        writeSync(file, bytes, 0, length, page * PAGE);
      }
    }
    return `${way === 'zero' ? 'zeroes in' : 'other bytes in'} pages ${hit.join(', ')} of ${pages}`;
  } finally {
    closeSync(file);
  }
}

/** Two of three pages after the first few name others that are not there, under a node that has the file open. */
export function spoilPages(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const pages = Math.ceil(fstatSync(file).size / PAGE);
    for (let page = 40; page < pages; page += 1) {
      if (page % 3 !== 0) writeSync(file, Buffer.alloc(PAGE, 0xff), 0, PAGE, page * PAGE);
    }
  } finally {
    closeSync(file);
  }
}
