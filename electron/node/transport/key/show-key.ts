import type { Connection } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { decode, encodeFrame } from '../link/frames.ts';
import type { TransportTiming } from '../link/timing.ts';
import { KEY_FRAME_MAX_BYTES, KEY_PROTOCOL, KeyAnswer, type KeyClaim, type KeyLog } from './key-frames.ts';

/**
 * Shows our newer log to a member that may not know the key with which we dialled. Throws `refused` if it is not taken;
 * does nothing where the other does not speak of keys.
 */
export async function showKey(
  connection: Connection,
  claim: KeyClaim,
  log: KeyLog,
  timing: TransportTiming,
): Promise<void> {
  const signal = AbortSignal.timeout(timing.helloMs);
  const stream = await connection.newStream(KEY_PROTOCOL, { signal }).catch((error: unknown) => {
    if (connection.status === 'open') return null;
    throw error;
  });
  if (stream === null) return;
  const frames = new FrameStream(stream, {
    maxFrameBytes: KEY_FRAME_MAX_BYTES,
    maxUnreadBytes: KEY_FRAME_MAX_BYTES,
    frameMs: timing.frameMs,
  });
  try {
    await frames.write(encodeFrame(claim));
    await frames.write(encodeFrame(log));
    const frame = await frames.read(timing.helloMs);
    const isTaken = frame !== null && decode(frame, KeyAnswer, 'error.violation.notKeyAnswer', 1024).ok;
    await frames.close(AbortSignal.timeout(timing.closeMs));
    if (!isTaken) throw new GhostStackError('refused', says('error.transport.keyNotTaken'));
  } catch (error) {
    frames.fail(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}
