import { setImmediate } from 'node:timers/promises';
import { toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { Acknowledgement } from '../../messaging/acknowledgement.ts';
import type { RefusalCode } from '../../messaging/refusal.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { decodePush, encodeFrame, type PushHeader } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { WorkBudget } from '../link/work-budget.ts';
import { WorthlessCounter } from '../link/worthless-counter.ts';

/** Takes envelopes and returns a signed acknowledgement once they are stored: Inbox.receive. */
export type ReceiveEnvelopes = (envelopes: readonly Uint8Array[]) => Promise<unknown>;

export interface PushReceiverOptions {
  readonly receive: ReceiveEnvelopes;
  readonly clock: () => number;
  /** Of the peer, shared by its connections. */
  readonly work: WorkBudget;
  /** Called for every frame, when it arrived and when it was answered. */
  readonly onProgress: (header: PushHeader, envelopes: number, bytes: number, answered: boolean) => void;
}

/** Opening one, checking it and storing it takes less. */
const ENVELOPE_MOST_MS = 5;

/** What an honest peer never sends: it checks its envelopes before it sends them. */
const WORTHLESS: ReadonlySet<string> = new Set<RefusalCode>([
  'malformed',
  'too-large',
  'bad-signature',
  'replayed',
]);

/**
 * The receiving side of `/ghoststack/push/1` on one stream. One frame at a time: the next is not looked at before
 * this one is stored and answered. Ends when the peer ends; rejects with a ProtocolViolation if it must be cut off.
 */
export async function receivePushes(frames: FrameStream, options: PushReceiverOptions): Promise<void> {
  const worthless = new WorthlessCounter(options.clock, 'error.violation.worthlessMessages');
  for (let expected = 0; ; expected += 1) {
    const frame = await frames.read();
    if (frame === null) return;
    const { header, envelopes } = decodePush(frame);
    if (header.seq !== expected)
      throw new ProtocolViolation(says('error.violation.frameOrder', { number: header.seq, expected }));
    options.onProgress(header, envelopes.length, frame.length, false);
    let acknowledgement: unknown;
    try {
      const mostMs = envelopes.length * ENVELOPE_MOST_MS;
      acknowledgement = await options.work.runLater(frame.length, mostMs, () => options.receive(envelopes));
    } catch (error) {
      // Nothing of the frame is stored. What follows must not overtake it, so this stream ends here.
      await frames.write(encodeFrame({ type: 'failed', seq: header.seq, reason: reasonOf(error) }));
      return;
    }
    await frames.write(encodeFrame({ type: 'ack', seq: header.seq, acknowledgement }));
    options.onProgress(header, envelopes.length, frame.length, true);
    worthless.add(countWorthless(acknowledgement));
    // So that several peers who send much take turns.
    await setImmediate();
  }
}

function reasonOf(error: unknown): string {
  return toFailure(error).message.slice(0, 300);
}

function countWorthless(acknowledgement: unknown): number {
  const parsed = Acknowledgement.safeParse(acknowledgement);
  if (!parsed.success) return 0;
  return parsed.data.results.filter(({ status }) => WORTHLESS.has(status)).length;
}
