import { randomBytes } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../electron/node/crypto/hash.ts';
import { chunkBytes, chunkCount } from '../../../../electron/node/messaging/files/chunks.ts';
import { CHUNK_BYTES } from '../../../../electron/node/messaging/files/file-limits.ts';
import { IncomingFile, incomingPaths } from '../../../../electron/node/messaging/files/incoming-file.ts';
import { ReadAhead } from '../../../../electron/node/messaging/files/read-ahead.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const BYTES = 21 * CHUNK_BYTES + 7;
const COUNT = chunkCount(BYTES);
const CONTENT = randomBytes(BYTES);
const ROOT = 'ab'.repeat(32);
const chunkOf = (index: number) =>
  CONTENT.subarray(index * CHUNK_BYTES, index * CHUNK_BYTES + chunkBytes(BYTES, index));
const wanted = new AbortController().signal;
const noProgress = (): void => undefined;

describe('A file that is read ahead', () => {
  const written = (): string => {
    const path = join(temporaryFolder(), 'plan.bin');
    writeFileSync(path, CONTENT);
    return path;
  };

  it('gives every chunk as it is, in whatever order they are asked for', async () => {
    const path = written();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(COUNT - 1), { maxLength: 30 }), async (order) => {
        const reading = new ReadAhead(await open(path, 'r'), BYTES);
        for (const index of order) expect(chunkOf(index).equals((await reading.chunk(index))!)).toBe(true);
        await reading.close();
      }),
      { numRuns: 30 },
    );
  });

  it('that ends before its end has nothing more to give, and what was read ahead is nobody’s error', async () => {
    const path = written();
    const reading = new ReadAhead(await open(path, 'r'), BYTES);
    const file = openSync(path, 'r+');
    ftruncateSync(file, 5 * CHUNK_BYTES);
    closeSync(file);
    expect(chunkOf(0).equals((await reading.chunk(0))!)).toBe(true);
    expect(await reading.chunk(8)).toBeNull();
    await reading.close();
    await expect(reading.chunk(16)).rejects.toThrow();
  });
});

describe('A file that comes in', () => {
  const folder = (): string => join(temporaryFolder(), 'incoming');
  const taking = async (file: IncomingFile, indexes: readonly number[]): Promise<void> => {
    for (const index of indexes) {
      // Whoever hands a chunk over may use its buffer for the next one.
      const plain = Buffer.from(chunkOf(index));
      await file.take(index, plain);
      plain.fill(0);
    }
  };

  it('is the file whatever order its chunks come in and however often it is left, and private', async () => {
    const order = fc.shuffledSubarray([...Array(COUNT).keys()], { minLength: COUNT, maxLength: COUNT });
    await fc.assert(
      fc.asyncProperty(order, fc.array(fc.nat(COUNT), { maxLength: 3 }), async (indexes, leaves) => {
        const at = folder();
        const ends = [...new Set([...leaves, COUNT])].sort((one, other) => one - other);
        let from = 0;
        for (const end of ends) {
          const file = await IncomingFile.open(at, ROOT, BYTES);
          expect([...Array(COUNT).keys()].filter((index) => file.map.has(index))).toEqual(
            indexes.slice(0, from).sort((one, other) => one - other),
          );
          await taking(file, indexes.slice(from, end));
          if (end === COUNT) expect(await file.isWhole(sha256Hex(CONTENT), wanted, noProgress)).toBe(true);
          await file.close();
          from = end;
        }
        const { part, map } = incomingPaths(at, ROOT);
        expect(readFileSync(part).equals(CONTENT)).toBe(true);
        const modes = [at, part, map].map((path) => (statSync(path).mode & 0o777).toString(8));
        expect(modes).toEqual(['700', '600', '600']);
      }),
      { numRuns: 25 },
    );
  });

  it('is whole only as the file that was named: in order, out of order, or with a part from before', async () => {
    const all = [...Array(COUNT).keys()];
    for (const [before, after] of [
      [[], all],
      [[], all.toReversed()],
      [all.slice(0, 9), all.slice(9)],
    ] as const) {
      for (const [named, whole] of [
        [sha256Hex(CONTENT), true],
        [sha256Hex('another'), false],
      ] as const) {
        const at = folder();
        if (before.length > 0) {
          const first = await IncomingFile.open(at, ROOT, BYTES);
          await taking(first, before);
          expect(await first.isWhole(named, wanted, noProgress)).toBe(false);
          await first.close();
        }
        const file = await IncomingFile.open(at, ROOT, BYTES);
        await taking(file, after);
        expect(await file.isWhole(named, wanted, noProgress)).toBe(whole);
        await file.close();
      }
    }
  });

  it('counts in its map what is on the disk, and no chunk sooner', async () => {
    const at = folder();
    const file = await IncomingFile.open(at, ROOT, BYTES);
    await taking(file, [0, 1]);
    expect(file.map.have).toBe(0);
    await file.flush();
    expect(file.map.have).toBe(2);
    // What was there before and is another thing now is found when it is read again.
    await taking(file, [2]);
    await file.close();
    const { part, map } = incomingPaths(at, ROOT);
    const disk = openSync(part, 'r+');
    writeSync(disk, Buffer.alloc(1), 0, 1, 5);
    closeSync(disk);
    const again = await IncomingFile.open(at, ROOT, BYTES);
    expect(again.map.have).toBe(3);
    await taking(
      again,
      [...Array(COUNT).keys()].filter((index) => !again.map.has(index)),
    );
    expect(await again.isWhole(sha256Hex(CONTENT), wanted, noProgress)).toBe(CONTENT[5] === 0);
    await again.close();

    // A map of another file, or cut short, counts for nothing.
    writeFileSync(map, Uint8Array.of(1, 2));
    const other = await IncomingFile.open(at, ROOT, BYTES);
    expect(other.map.have).toBe(0);
    await other.close();
  });
});
