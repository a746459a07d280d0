import type { Stream } from '@libp2p/interface';
import type { Saying } from '#shared/protocol/saying.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { pushLimits } from '../link/peer-connection.ts';
import type { PeerRecord } from '../link/peer-record.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { TransportTiming } from '../link/timing.ts';
import { type ReceiveEnvelopes, receivePushes } from './push-receiver.ts';

export interface InboundPushOptions {
  readonly receive: ReceiveEnvelopes;
  readonly clock: () => number;
  readonly timing: TransportTiming;
  readonly onChanged: () => void;
  readonly onViolation: (reason: Saying) => void;
}

/** Takes what a peer pushes on one stream, and keeps its record up to date. Never rejects. */
export async function takePushes(
  stream: Stream,
  record: PeerRecord,
  { receive, clock, timing, onChanged, onViolation }: InboundPushOptions,
): Promise<void> {
  const frames = new FrameStream(stream, pushLimits(timing), (error) => {
    // At once, not when the batch before it is stored.
    if (error instanceof ProtocolViolation) onViolation(error.reason);
  });
  try {
    await receivePushes(frames, {
      receive,
      clock,
      work: record.work,
      onProgress: (header, envelopes, bytes, answered) => {
        record.lastSeenAtMs = clock();
        const { total } = header;
        const done = header.done + (answered ? envelopes : 0);
        const bytesDone = header.bytes_done + (answered ? bytes : 0);
        const bytesTotal = Math.max(header.bytes_total, bytesDone);
        record.receiving = done >= total ? null : { done, total, bytesDone, bytesTotal };
        onChanged();
      },
    });
    await frames.close(AbortSignal.timeout(timing.closeMs));
  } catch (error) {
    if (error instanceof ProtocolViolation) onViolation(error.reason);
    frames.fail(error instanceof Error ? error : new Error(String(error)));
  } finally {
    record.receiving = null;
    onChanged();
  }
}
