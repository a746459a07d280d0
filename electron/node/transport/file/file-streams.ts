import type { Connection, Stream } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { WantedFile } from '../../messaging/files/file-source.ts';
import type { FileEnd } from '../../messaging/files/shelf.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { UNACKNOWLEDGED_MAX_BYTES } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { TransportTiming } from '../link/timing.ts';
import { FILE_FRAME_MAX_BYTES, FILE_PROTOCOL, FILE_REQUEST_MAX_BYTES } from './file-frames.ts';
import { type PullOptions, pullFile } from './pull-file.ts';
import { type ServeOptions, serveFile } from './serve-file.ts';

interface StreamOptions {
  readonly timing: TransportTiming;
  readonly onViolation: (reason: Saying) => void;
}

/** Of requests that were not looked at: more than those for all that may be under way. */
const UNREAD_REQUESTS = 32;
/** A peer that waits is told so this often within the time in which it needs an answer. */
const WAITS = 3;

/** Serves what a member asks for on a stream that it opened. Never rejects. */
export async function serveFiles(
  stream: Stream,
  { timing, onViolation, ...options }: StreamOptions & Pick<ServeOptions, 'did' | 'shelf' | 'quiet'>,
): Promise<void> {
  const frames = new FrameStream(stream, {
    maxFrameBytes: FILE_REQUEST_MAX_BYTES,
    maxWrittenBytes: FILE_FRAME_MAX_BYTES,
    maxUnreadBytes: UNREAD_REQUESTS * FILE_REQUEST_MAX_BYTES,
    frameMs: timing.frameMs,
  });
  const waitMs = timing.acknowledgementMs / WAITS;
  await whileOpen(frames, timing, onViolation, () =>
    serveFile(frames, { ...options, waitMs, idleMs: timing.acknowledgementMs * WAITS }),
  ).catch(() => undefined);
}

/** Opens a stream and fetches over it: see pullFile. Throws `offline` where the peer does not take it, too. */
export async function fetchOver(
  connection: Connection,
  wanted: WantedFile,
  { timing, onViolation, ...options }: StreamOptions & Omit<PullOptions, 'answerMs'>,
): Promise<'whole' | FileEnd> {
  const { name } = options;
  let stream: Stream;
  try {
    stream = await connection.newStream(FILE_PROTOCOL, { signal: AbortSignal.timeout(timing.helloMs) });
  } catch (cause) {
    throw new GhostStackError('offline', says('error.transport.transferNotTaken', { name }), { cause });
  }
  const frames = new FrameStream(stream, {
    maxFrameBytes: FILE_FRAME_MAX_BYTES,
    maxWrittenBytes: FILE_REQUEST_MAX_BYTES,
    maxUnreadBytes: UNACKNOWLEDGED_MAX_BYTES + FILE_FRAME_MAX_BYTES,
    frameMs: timing.frameMs,
  });
  const answerMs = timing.acknowledgementMs;
  return whileOpen(frames, timing, onViolation, () => pullFile(frames, wanted, { ...options, answerMs }));
}

/** Whatever goes wrong ends the stream at once, and what no honest peer does is told. */
async function whileOpen<T>(
  frames: FrameStream,
  timing: TransportTiming,
  onViolation: (reason: Saying) => void,
  run: () => Promise<T>,
): Promise<T> {
  try {
    const result = await run();
    await frames.close(AbortSignal.timeout(timing.closeMs));
    return result;
  } catch (error) {
    if (error instanceof ProtocolViolation) onViolation(error.reason);
    frames.fail(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}
