import { setImmediate } from 'node:timers/promises';
import { chunkCount } from '../../messaging/files/chunks.ts';
import { CHUNK_BYTES, HASH_BYTES } from '../../messaging/files/file-limits.ts';
import type { FileEnd, FileShelf, OpenFile } from '../../messaging/files/shelf.ts';
import { passed } from '../../messaging/files/young-garbage.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { decodeFrame } from '../link/frames.ts';
import { encodeAnswer, FileRequest, HASHES_A_FRAME } from './file-frames.ts';
import { firstOthers } from './others-first.ts';

/** Sealed, and then sent: so much is in memory of a file that is served. */
const CHUNKS_TOGETHER = 4;

export interface ServeOptions {
  /** Who asks. */
  readonly did: string;
  readonly shelf: FileShelf;
  /** Resolves when neither receipts nor messages are on their way to the peer. */
  readonly quiet: () => Promise<void>;
  /** How often a peer that waits is told that it does. */
  readonly waitMs: number;
  /** After so long without a request the stream is given up. */
  readonly idleMs: number;
}

/**
 * The serving side of `/ghoststack/file/1` on one stream: a request after the other, each answered when all else that
 * goes to this peer has gone. Resolves when the peer ends, or has been told that nothing more comes; rejects with a
 * ProtocolViolation if it must be cut off.
 */
export async function serveFile(frames: FrameStream, options: ServeOptions): Promise<void> {
  const { did, shelf, idleMs } = options;
  let present = null as { readonly root: string; readonly file: OpenFile } | null;
  try {
    while (true) {
      const frame = await frames.read(idleMs);
      if (frame === null) return;
      const request = decodeFrame(frame, FileRequest, 'error.violation.notFileRequest');
      await firstOthers(frames, options);
      if (present?.root !== request.root) {
        await present?.file.close();
        present = null;
        const opened = await shelf.open(did, request.root);
        if (typeof opened === 'string') return await say(frames, opened);
        present = { root: request.root, file: opened };
      }
      const end = await answer(frames, request, present.file);
      if (end !== null) return await say(frames, end);
      // So that several who fetch much take turns, and with them everything else in this thread.
      await setImmediate();
    }
  } finally {
    await present?.file.close();
  }
}

async function say(frames: FrameStream, code: FileEnd): Promise<void> {
  await frames.write(encodeAnswer({ type: 'end', code }));
}

async function answer(frames: FrameStream, request: FileRequest, file: OpenFile): Promise<FileEnd | null> {
  const { bytes, hashes, signal } = file;
  if (signal.aborted) return 'gone';
  const count = chunkCount(bytes);
  if (request.get === 'hashes') {
    for (let from = 0; from < count; from += HASHES_A_FRAME) {
      const some = hashes.subarray(from * HASH_BYTES, (from + HASHES_A_FRAME) * HASH_BYTES);
      await frames.write(encodeAnswer({ type: 'hashes', from }, some));
    }
    return null;
  }
  const end = request.from + request.count;
  if (end > count) return 'not-found';
  for (let from = request.from; from < end; from += CHUNKS_TOGETHER) {
    const last = await sendChunks(frames, file, from, Math.min(end, from + CHUNKS_TOGETHER));
    if (last !== null) return last;
  }
  return null;
}

/** Those from one on and before another, as far as they may go; and why no more of them do. */
async function sendChunks(
  frames: FrameStream,
  file: OpenFile,
  from: number,
  end: number,
): Promise<FileEnd | null> {
  const ready: Uint8Array[][] = [];
  let last: FileEnd | null = null;
  for (let index = from; index < end && last === null; index++) {
    const chunk = await file.chunk(index);
    if (file.signal.aborted) return 'gone';
    if (typeof chunk === 'string') last = chunk;
    else ready.push([encodeAnswer({ type: 'chunk', index }), ...chunk]);
  }
  if (ready.length === 0) return last;
  await frames.writeTogether(ready);
  passed(ready.length * CHUNK_BYTES);
  file.sent(from + ready.length - 1);
  return last;
}
