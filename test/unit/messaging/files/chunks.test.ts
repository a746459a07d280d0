import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../electron/node/crypto/hash.ts';
import { PART_BYTES } from '../../../../electron/node/messaging/file-offer.ts';
import { ChunkMap } from '../../../../electron/node/messaging/files/chunk-map.ts';
import { ChunkSource } from '../../../../electron/node/messaging/files/chunk-source.ts';
import {
  chunkBytes,
  chunkCount,
  fileKey,
  isChunk,
  openChunk,
  rootOf,
  type SealedChunk,
  sealChunk,
} from '../../../../electron/node/messaging/files/chunks.ts';
import { FetchPlan } from '../../../../electron/node/messaging/files/fetch-plan.ts';
import { CHUNK_BYTES } from '../../../../electron/node/messaging/files/file-limits.ts';
import { lookAtFile } from '../../../../electron/node/messaging/files/local-file.ts';
import { readLarge, readSmall } from '../../../../electron/node/messaging/files/read-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { expectCodeAsync } from '../../../support/throws-code.ts';

const key = fileKey(randomBytes(32));
const reading = { signal: new AbortController().signal, progress: () => undefined };

function written(bytes: number): string {
  const path = join(temporaryFolder(), 'plan.bin');
  writeFileSync(path, randomBytes(bytes));
  return path;
}

describe('Chunks', () => {
  it('have 65536 bytes each but the last, and open at their own place only', () => {
    expect([1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 ** 30].map(chunkCount)).toEqual([1, 1, 2, 16_384]);
    expect([0, 1].map((index) => chunkBytes(CHUNK_BYTES + 7, index))).toEqual([CHUNK_BYTES, 7]);
    const plain = randomBytes(1_000);
    const sealed = Buffer.concat(sealChunk(key, 5, plain));
    expect(sealed).toHaveLength(1_016);
    expect(Buffer.from(openChunk(key, 5, sealed))).toEqual(plain);
    expect(() => openChunk(key, 6, sealed)).toThrow();
    expect(() => openChunk(fileKey(randomBytes(32)), 5, sealed)).toThrow();
    expect(() => openChunk(key, 5, sealed.subarray(0, 15))).toThrow();
  });

  it('of a file are named by their hashes, and the file by theirs', async () => {
    const path = written(3 * CHUNK_BYTES + 11);
    const file = await lookAtFile(path);
    const other = fileKey(randomBytes(32));
    const { sha256, sealed } = await readLarge(file, [key, other], reading);
    expect(sha256).toBe(sha256Hex(readFileSync(path)));
    expect(sealed.map(({ root, hashes }) => rootOf(hashes) === root)).toEqual([true, true]);
    expect(sealed[0]?.root).not.toBe(sealed[1]?.root);
    const source = new ChunkSource({ file, key, hashes: sealed[0]!.hashes });
    expect(await source.open()).toBeNull();
    for (let index = 0; index < 4; index++) {
      const chunk = (await source.chunk(index)) as SealedChunk;
      expect(isChunk(sealed[0]!.hashes, index, chunk)).toBe(true);
      expect(isChunk(sealed[1]!.hashes, index, chunk)).toBe(false);
    }
    await source.close();
  });

  it('of a file that was changed do not leave the node, whatever its size and time say', async () => {
    const path = written(2 * CHUNK_BYTES);
    const file = await lookAtFile(path);
    const { sealed } = await readLarge(file, [key], reading);
    const source = new ChunkSource({ file, key, hashes: sealed[0]!.hashes });
    expect(await source.open()).toBeNull();
    const { atime, mtime } = statSync(path);
    const bytes = readFileSync(path);
    bytes[CHUNK_BYTES] = bytes[CHUNK_BYTES]! ^ 1;
    writeFileSync(path, bytes);
    utimesSync(path, atime, mtime);
    expect(await source.chunk(0)).toHaveLength(2);
    expect(await source.chunk(1)).toBe('changed');
    truncateSync(path, CHUNK_BYTES);
    expect(await source.chunk(1)).toBe('changed');
    expect(await source.open()).toBe('changed');
    await source.close();
    expect(
      await new ChunkSource({ file: { ...file, path: `${path}.no` }, key, hashes: sealed[0]!.hashes }).open(),
    ).toBe('gone');
  });

  it('are not made of what is no file, is empty, or is called off', async () => {
    await expectCodeAsync('invalid-argument', () => lookAtFile(temporaryFolder()));
    await expectCodeAsync('invalid-argument', () => lookAtFile(written(0)));
    await expectCodeAsync('invalid-argument', () => lookAtFile('plan.bin'));
    await expectCodeAsync('not-found', () => lookAtFile(join(temporaryFolder(), 'none')));
    const file = await lookAtFile(written(9 * CHUNK_BYTES));
    const stop = new AbortController();
    await expectCodeAsync('cancelled', () =>
      readLarge(file, [key], { signal: stop.signal, progress: () => stop.abort() }),
    );
    await expectCodeAsync('conflict', () => readLarge({ ...file, changedAtNs: '1' }, [key], reading));
  });

  it('are too many for a small file, which has parts of 98304 bytes', async () => {
    const path = written(2 * PART_BYTES + 5);
    const { sha256, parts } = await readSmall(await lookAtFile(path));
    expect(parts.map(({ length }) => length)).toEqual([PART_BYTES, PART_BYTES, 5]);
    expect(Buffer.concat(parts)).toEqual(readFileSync(path));
    expect(sha256).toBe(sha256Hex(readFileSync(path)));
  });
});

describe('A map of chunks', () => {
  it('is what was added, also when it is read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.nat(99)), (count, wanted) => {
        const map = ChunkMap.empty(count);
        const added = new Set(wanted.filter((index) => index < count));
        for (const index of added) map.add(index);
        const again = ChunkMap.read(map.bytes, count)!;
        for (const one of [map, again]) {
          expect(Array.from({ length: count }, (_, index) => one.has(index))).toEqual(
            Array.from({ length: count }, (_, index) => added.has(index)),
          );
          expect([one.have, one.isWhole]).toEqual([added.size, added.size === count]);
        }
      }),
    );
  });

  it('is not read out of anything else', () => {
    expect(ChunkMap.read(new Uint8Array(2), 8)).toBeNull();
    expect(ChunkMap.read(Uint8Array.of(0b1000), 3)).toBeNull();
    expect(ChunkMap.read(Uint8Array.of(0b111), 3)?.isWhole).toBe(true);
  });
});

describe('A plan to fetch', () => {
  it('asks for everything that lacks, once and in order, with at most sixteen chunks under way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.array(fc.nat(199)), (count, there) => {
        const map = ChunkMap.empty(count);
        for (const index of there) if (index < count) map.add(index);
        const lacking = Array.from({ length: count }, (_, index) => index).filter((index) => !map.has(index));
        const plan = new FetchPlan(map);
        const came: number[] = [];
        let asked = 0;
        while (came.length < lacking.length) {
          for (let run = plan.next(); run !== null; run = plan.next()) asked += run.count;
          expect(asked - came.length).toBeLessThanOrEqual(16);
          const index = plan.came();
          expect(index).not.toBeNull();
          came.push(index!);
        }
        expect(came).toEqual(lacking);
        expect([plan.next(), plan.came()]).toEqual([null, null]);
      }),
    );
  });
});
