import { streamPair } from '@libp2p/utils';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ChunkMap } from '../../../electron/node/messaging/files/chunk-map.ts';
import { nameOfChunk, rootOf } from '../../../electron/node/messaging/files/chunks.ts';
import { CHUNK_BYTES } from '../../../electron/node/messaging/files/file-limits.ts';
import type { FileShelf } from '../../../electron/node/messaging/files/shelf.ts';
import { decodeAnswer, FILE_PROTOCOL } from '../../../electron/node/transport/file/file-frames.ts';
import { pullFile } from '../../../electron/node/transport/file/pull-file.ts';
import { serveFile } from '../../../electron/node/transport/file/serve-file.ts';
import { FrameStream } from '../../../electron/node/transport/link/frame-stream.ts';
import { encodeFrame } from '../../../electron/node/transport/link/frames.ts';

const LIMITS = { maxFrameBytes: 256 * 1024, maxUnreadBytes: 8 * 1024 * 1024, frameMs: 10_000 };
const CHUNKS = 16;
const sealed = Array.from({ length: CHUNKS }, (_, index) => new Uint8Array(CHUNK_BYTES + 16).fill(index));
const hashes = Buffer.concat(sealed.map((chunk) => nameOfChunk([chunk])));
const root = rootOf(hashes);
const quietNow = async (): Promise<void> => undefined;

async function ends(): Promise<{ asking: FrameStream; serving: FrameStream }> {
  const [one, other] = await streamPair({ protocol: FILE_PROTOCOL });
  const [asking, serving] = [new FrameStream(one, LIMITS), new FrameStream(other, LIMITS)];
  onTestFinished(() => {
    for (const end of [asking, serving]) end.fail(new Error('over'));
  });
  return { asking, serving };
}

/** One file for whoever asks, until it is called off; told of each chunk that is read. */
function shelf(stop: AbortSignal, onChunk: (index: number) => void = () => undefined): FileShelf {
  return {
    open: async () => ({
      bytes: CHUNKS * CHUNK_BYTES,
      hashes,
      signal: stop,
      chunk: async (index) => {
        onChunk(index);
        return [sealed[index]!];
      },
      sent: () => undefined,
      close: async () => undefined,
    }),
  };
}

const serveOptions = { did: 'did:key:bob', quiet: quietNow, waitMs: 5, idleMs: 20_000 };

describe('A file is served', () => {
  test('when receipts and messages have gone; until then its recipient is told that it waits', async () => {
    const { asking, serving } = await ends();
    let calm = (): void => undefined;
    const quiet = new Promise<void>((resolve) => {
      calm = resolve;
    });
    const never = new AbortController().signal;
    void serveFile(serving, { ...serveOptions, shelf: shelf(never), quiet: () => quiet }).catch(
      () => undefined,
    );
    await asking.write(encodeFrame({ get: 'chunks', root, from: 3, count: 1 }));
    for (let waits = 0; waits < 3; waits++)
      expect(decodeAnswer((await asking.read())!).answer).toEqual({ type: 'wait' });
    calm();
    let answer = decodeAnswer((await asking.read())!).answer;
    while (answer.type === 'wait') answer = decodeAnswer((await asking.read())!).answer;
    expect(answer).toEqual({ type: 'chunk', index: 3 });
  });

  test('and not a chunk more once it is called off', async () => {
    const { asking, serving } = await ends();
    const stop = new AbortController();
    const read: number[] = [];
    const onChunk = (index: number): void => {
      read.push(index);
      if (index === 9) stop.abort();
    };
    const served = serveFile(serving, { ...serveOptions, shelf: shelf(stop.signal, onChunk) });
    await asking.write(encodeFrame({ get: 'chunks', root, from: 0, count: CHUNKS }));
    const came: number[] = [];
    for (;;) {
      const { answer } = decodeAnswer((await asking.read())!);
      if (answer.type === 'chunk') came.push(answer.index);
      if (answer.type !== 'end') continue;
      expect(answer.code).toBe('gone');
      break;
    }
    await served;
    expect(came).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(read).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('A file is asked for', () => {
  test('when receipts and messages have gone, and comes whole from who serves so', async () => {
    const { asking, serving } = await ends();
    let calm = (): void => undefined;
    let isCalm = false;
    const quiet = new Promise<void>((resolve) => {
      calm = () => {
        isCalm = true;
        resolve();
      };
    });
    const never = new AbortController().signal;
    const onChunk = (): void => expect(isCalm).toBe(true);
    void serveFile(serving, { ...serveOptions, shelf: shelf(never, onChunk) }).catch(() => undefined);
    const map = ChunkMap.empty(CHUNKS);
    const came: number[] = [];
    const wanted = {
      root,
      bytes: CHUNKS * CHUNK_BYTES,
      map,
      hashes: null,
      keepHashes: () => expect(isCalm).toBe(true),
      take: async (index: number, chunk: Uint8Array) => {
        expect(Buffer.compare(chunk, sealed[index]!)).toBe(0);
        came.push(index);
        map.add(index);
      },
    };
    const pulled = pullFile(asking, wanted, {
      name: 'alice',
      signal: never,
      quiet: () => quiet,
      answerMs: 10_000,
    });
    await new Promise(setImmediate);
    calm();
    expect(await pulled).toBe('whole');
    expect(came).toEqual([...Array(CHUNKS).keys()]);
  });
});
