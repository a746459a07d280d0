import { setImmediate } from 'node:timers/promises';
import { toFailure } from '#shared/contract/errors.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import type { ReplicatedLog, TakenTexts } from '../link/cell-link.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { encodeFrame } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { WorkBudget } from '../link/work-budget.ts';
import { WorthlessCounter } from '../link/worthless-counter.ts';
import { decodeEntries, type LogReply, TIPS_MAX_BYTES } from './log-frames.ts';
import type { StoredTexts } from './stored-texts.ts';
import { joinedTips, keptTips, type Tips, tipsInParts, tipsOver, tipsSince, type WireTips } from './tips.ts';

/** What a frame counts for at most, while the frames of others are worked on at the same time: some 2 ms a receipt. */
const MOST_MS = 50;
const BYTE_MOST_MS = 0.004;

export interface LogReceiverOptions {
  readonly log: ReplicatedLog;
  /** Whose stream it is. */
  readonly did: string;
  /** Shared by all connections. */
  readonly stored: StoredTexts;
  /** Of the peer, shared by its connections. */
  readonly work: WorkBudget;
  readonly clock: () => number;
  /** What the peer said in its hello that it holds. */
  readonly theirs: Tips;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
  /** A frame is stored and about to be answered. */
  readonly onEntries: (texts: readonly string[], applied: number) => void;
  /** The peer has told anew what it holds: a pass of its is over. */
  readonly onTips: (tips: Tips, isWhole: boolean) => void;
}

/**
 * The receiving side of `/ghoststack/log/1` on one stream: each frame is answered when it is on disk. Ends when the
 * peer ends; rejects with a ProtocolViolation if it must be cut off.
 */
export async function receiveLog(frames: FrameStream, options: LogReceiverOptions): Promise<void> {
  const worthless = new WorthlessCounter(options.clock, 'error.violation.worthlessReceipts');
  const held: Held = { theirs: options.theirs, isWhole: options.isWhole, telling: {} };
  for (let expected = 0; ; expected += 1) {
    const frame = await frames.read();
    if (frame === null) return;
    const mostMs = MOST_MS + frame.length * BYTE_MOST_MS;
    const { reply, notEntries } = await options.work.runLater(frame.length, mostMs, () =>
      take(frame, expected, held, options),
    );
    await frames.write(encodeFrame(reply));
    if (reply.type === 'failed') return;
    // An honest peer sends nothing that is no entry at all; others it may refuse with reason and we not.
    worthless.add(notEntries);
    // So that several peers who send much take turns, and with them everything else in this thread.
    await setImmediate();
  }
}

/** What the peer has told that it holds. */
interface Held {
  theirs: Tips;
  /** False if some of it is forgotten. */
  isWhole: boolean;
  /** What it is about to tell, and has not told to the end. */
  telling: WireTips;
}

/** Takes one frame; what the peer is then known to hold is in `held`. */
async function take(
  frame: Uint8Array,
  expected: number,
  held: Held,
  options: LogReceiverOptions,
): Promise<{ readonly reply: LogReply; readonly notEntries: number }> {
  const { log, onEntries, onTips } = options;
  const { header, texts } = decodeEntries(frame);
  const { seq } = header;
  if (seq !== expected)
    throw new ProtocolViolation(says('error.violation.frameOrder', { number: seq, expected }));
  let received: TakenTexts;
  try {
    received = await receive(texts, options);
  } catch (error) {
    return {
      reply: { type: 'failed', seq, reason: toFailure(error).message.slice(0, 300) },
      notEntries: 0,
    };
  }
  const { applied, refused } = received;
  onEntries(texts, applied);
  const reply: Extract<LogReply, { type: 'ack' }> = { type: 'ack', seq, applied, refused: refused.length };
  if (refused[0] !== undefined) reply.reason = inEnglish(refused[0].says).slice(0, 300);
  if (header.tips !== undefined) held.telling = joinedTips(held.telling, header.tips);
  if (header.tips !== undefined && header.more !== true) {
    const ours = log.tips();
    const told = tipsOver(held.theirs, held.telling);
    held.telling = {};
    held.theirs = keptTips(told, ours);
    held.isWhole &&= held.theirs === told;
    onTips(held.theirs, held.isWhole);
    const parts = tipsInParts(tipsSince(held.isWhole ? told : {}, ours), TIPS_MAX_BYTES);
    // What differs from tips that are forgotten cannot be told, nor what fits in no answer: it is sent once more then.
    const isWhole = held.isWhole && parts.length === 1;
    reply.tips = isWhole ? parts[0] : tipsInParts(tipsSince({}, ours), TIPS_MAX_BYTES)[0];
    if (!isWhole) reply.whole = true;
  }
  return { reply, notEntries: refused.filter(({ hash }) => hash === null).length };
}

/** Stores what is not stored already. */
async function receive(
  texts: readonly string[],
  { log, did, stored }: LogReceiverOptions,
): Promise<TakenTexts> {
  const fresh = texts.filter((text) => !stored.has(text));
  if (fresh.length === 0) return { applied: 0, waiting: 0, missing: [], refused: [] };
  const received = await log.receive(fresh, did);
  if (received.waiting === 0 && received.refused.length === 0) stored.add(fresh);
  return received;
}
