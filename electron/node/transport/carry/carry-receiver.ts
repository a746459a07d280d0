import { setImmediate } from 'node:timers/promises';
import { says } from '#shared/protocol/saying.ts';
import type { TakenLine } from '../../messaging/carrying/carrier.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { encodeFrame } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { WorkBudget } from '../link/work-budget.ts';
import type { WorthlessCounter } from '../link/worthless-counter.ts';
import { decodeCarry, type Said, type Taken } from './carry-frames.ts';

/** To check one line and to store it takes less. */
const LINE_MOST_MS = 5;

export interface CarryReceiverOptions {
  /** Of the peer, shared by its connections. */
  readonly work: WorkBudget;
  /** Of the peer, too: whoever reconnects goes on with what it had brought. */
  readonly worthless: WorthlessCounter;
  readonly take: (lines: readonly Uint8Array[]) => Promise<TakenLine[]>;
  readonly hear: (said: Said) => void;
  readonly onSeen: () => void;
}

/**
 * The receiving side of `/ghoststack/carry/1` on one stream: each frame of parcels is answered when it is on disk. Ends
 * when the peer ends; rejects with a ProtocolViolation if it must be cut off.
 */
export async function receiveCarried(frames: FrameStream, options: CarryReceiverOptions): Promise<void> {
  const { work, worthless, hear, onSeen } = options;
  for (let expected = 0; ; ) {
    const frame = await frames.read();
    if (frame === null) return;
    onSeen();
    const read = await work.run(0, () => decodeCarry(frame));
    if (read.type !== 'parcels') {
      await work.run(frame.length, () => hear(read));
      continue;
    }
    const { seq, lines } = read;
    if (seq !== expected)
      throw new ProtocolViolation(says('error.violation.frameOrder', { number: seq, expected }));
    expected += 1;
    const answers = await work.runLater(frame.length, lines.length * LINE_MOST_MS, () => options.take(lines));
    const taken: Taken = { type: 'taken', seq, results: answers.map(({ result }) => result) };
    await frames.write(encodeFrame(taken));
    worthless.add(answers.filter(({ isFault }) => isFault).length);
    // So that several peers who bring much take turns.
    await setImmediate();
  }
}
