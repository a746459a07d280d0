import { setImmediate } from 'node:timers/promises';
import { toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { Acknowledgement } from '../../messaging/acknowledgement.ts';
import type { RefusalCode } from '../../messaging/refusal.ts';
import type { Batch } from '../../messaging/vouch.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { decodePush, encodeFrame, type PushHeader, type PushReply } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { WorkBudget } from '../link/work-budget.ts';
import { WorthlessCounter } from '../link/worthless-counter.ts';

/**
 * Takes the envelopes of some frames and returns a signed acknowledgement of each frame, in their order, once all of
 * them are stored, or rejects if none is: Inbox.receiveAll.
 */
export type ReceiveEnvelopes = (frames: readonly Batch[]) => Promise<readonly unknown[]>;

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
 * The receiving side of `/ghoststack/push/1` on one stream. Frames that are there together are checked, stored and
 * answered together; what comes meanwhile is not looked at before. Ends when the peer ends; rejects with a
 * ProtocolViolation if it must be cut off.
 */
export async function receivePushes(frames: FrameStream, options: PushReceiverOptions): Promise<void> {
  const worthless = new WorthlessCounter(options.clock, 'error.violation.worthlessMessages');
  for (let expected = 0; ; ) {
    const first = await frames.read();
    if (first === null) return;
    const { pushes, broken } = takePushes(first, frames, expected);
    expected += pushes.length;
    for (const { header, envelopes, bytes } of pushes)
      options.onProgress(header, envelopes.length, bytes, false);
    for (const { push, answer } of await storePushes(pushes, options)) {
      await frames.write(encodeFrame(answer));
      if (answer.type === 'failed') return;
      options.onProgress(push.header, push.envelopes.length, push.bytes, true);
      worthless.add(countWorthless(answer.acknowledgement));
    }
    if (broken !== null) throw broken;
    // So that several peers who send much take turns.
    await setImmediate();
  }
}

interface Push {
  readonly header: PushHeader;
  readonly envelopes: readonly Uint8Array[];
  readonly bytes: number;
}

/** As long as anybody who sends has to wait for the first answer, and as a transaction takes. */
const TOGETHER_MAX_BYTES = 1024 * 1024;

/** Frames that are there, up to one that must not be; what is wrong with it comes after the others. */
function takePushes(
  first: Uint8Array,
  frames: FrameStream,
  expected: number,
): { pushes: Push[]; broken: ProtocolViolation | null } {
  const pushes: Push[] = [];
  let bytes = 0;
  for (let frame: Uint8Array | null = first; frame !== null; ) {
    try {
      pushes.push(readPush(frame, expected + pushes.length));
    } catch (error) {
      if (error instanceof ProtocolViolation) return { pushes, broken: error };
      throw error;
    }
    bytes += frame.length;
    frame = bytes < TOGETHER_MAX_BYTES ? frames.readMore() : null;
  }
  return { pushes, broken: null };
}

function readPush(frame: Uint8Array, expected: number): Push {
  const { header, envelopes } = decodePush(frame);
  if (header.seq !== expected)
    throw new ProtocolViolation(says('error.violation.frameOrder', { number: header.seq, expected }));
  return { header, envelopes, bytes: frame.length };
}

/** All of them stored and acknowledged; or nothing of them is stored, and the first says why. */
async function storePushes(
  pushes: readonly Push[],
  { receive, work }: PushReceiverOptions,
): Promise<{ push: Push; answer: PushReply }[]> {
  const bytes = sum(pushes.map((push) => push.bytes));
  const envelopes = sum(pushes.map((push) => push.envelopes.length));
  try {
    const acknowledgements = await work.runLater(bytes, envelopes * ENVELOPE_MOST_MS, () =>
      receive(pushes.map(({ envelopes, header: { vouch } }) => ({ envelopes, vouch }))),
    );
    return pushes.map((push, at) => ({
      push,
      answer: { type: 'ack', seq: push.header.seq, acknowledgement: acknowledgements[at] },
    }));
  } catch (error) {
    // What follows must not overtake it, so this stream ends with the answer.
    const reason = reasonOf(error);
    return pushes.map((push) => ({ push, answer: { type: 'failed', seq: push.header.seq, reason } }));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function reasonOf(error: unknown): string {
  return toFailure(error).message.slice(0, 300);
}

function countWorthless(acknowledgement: unknown): number {
  const parsed = Acknowledgement.safeParse(acknowledgement);
  if (!parsed.success) return 0;
  return parsed.data.results.filter(({ status }) => WORTHLESS.has(status)).length;
}
