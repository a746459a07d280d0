import { setImmediate } from 'node:timers/promises';
import { toFailure } from '#shared/contract/errors.ts';
import { inEnglish, says } from '#shared/protocol/saying.ts';
import { sha256Hex } from '../../crypto/hash.ts';
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
  /** What came is stored and about to be answered: the SHA-256 of the texts, and how many are new. */
  readonly onEntries: (digests: readonly string[], applied: number) => void;
  /** The peer has told anew what it holds: a pass of its is over. */
  readonly onTips: (tips: Tips, isWhole: boolean) => void;
}

/**
 * The receiving side of `/ghoststack/log/1` on one stream, `before` being what was read of it: each frame is answered when it is on disk. Frames that are there
 * together are checked and stored together. Ends when the peer ends; rejects with a ProtocolViolation if it must be cut
 * off.
 */
export async function receiveLog(
  frames: FrameStream,
  before: Uint8Array,
  options: LogReceiverOptions,
): Promise<void> {
  const worthless = new WorthlessCounter(options.clock, 'error.violation.worthlessReceipts');
  const held: Held = { theirs: options.theirs, isWhole: options.isWhole, telling: {} };
  let first: Uint8Array | null = before;
  for (let expected = 0; first !== null; first = await frames.read()) {
    const { batches, broken, bytes } = takeBatches(first, frames, expected, options.log.cell);
    expected += batches.length;
    const mostMs = MOST_MS + bytes * BYTE_MOST_MS;
    const { replies, notEntries } = await options.work.runLater(bytes, mostMs, () =>
      take(batches, held, options),
    );
    for (const reply of replies) {
      await frames.write(encodeFrame(reply));
      if (reply.type === 'failed') return;
    }
    // An honest peer sends nothing that is no entry at all; others it may refuse with reason and we not.
    worthless.add(notEntries);
    if (broken !== null) throw broken;
    // So that several peers who send much take turns, and with them everything else in this thread.
    await setImmediate();
  }
}

type Batch = ReturnType<typeof decodeEntries>;

/** So much is checked and stored at once: this thread does nothing else for as long as that takes. */
const TOGETHER_MAX_BYTES = 384 * 1024;

/**
 * Frames that are there, up to one that ends a pass, as its answer says what is held after it, or to one that must not
 * be: what is wrong with that comes after the others.
 */
function takeBatches(
  first: Uint8Array,
  frames: FrameStream,
  expected: number,
  cell: string,
): { readonly batches: Batch[]; readonly broken: ProtocolViolation | null; readonly bytes: number } {
  const batches: Batch[] = [];
  let bytes = 0;
  for (let frame: Uint8Array | null = first; frame !== null; ) {
    try {
      const batch = decodeEntries(frame);
      const { seq } = batch.header;
      const number = expected + batches.length;
      if (seq !== number)
        throw new ProtocolViolation(says('error.violation.frameOrder', { number: seq, expected: number }));
      if (batch.header.cell !== cell) throw new ProtocolViolation(says('error.violation.otherCell'));
      batches.push(batch);
      bytes += frame.length;
      frame = batch.header.tips === undefined && bytes < TOGETHER_MAX_BYTES ? frames.readMore() : null;
    } catch (error) {
      if (error instanceof ProtocolViolation && batches.length > 0) return { batches, broken: error, bytes };
      throw error;
    }
  }
  return { batches, broken: null, bytes };
}

type Acknowledged = Extract<LogReply, { type: 'ack' }>;

/** What the peer has told that it holds. */
interface Held {
  theirs: Tips;
  /** False if some of it is forgotten. */
  isWhole: boolean;
  /** What it is about to tell, and has not told to the end. */
  telling: WireTips;
}

/**
 * Takes frames, of which the last alone may end a pass; what the peer is then known to hold is in `held`. What was done
 * with all of them is in the last answer.
 */
async function take(
  batches: readonly Batch[],
  held: Held,
  options: LogReceiverOptions,
): Promise<{ readonly replies: readonly LogReply[]; readonly notEntries: number }> {
  const texts = batches.flatMap((batch) => batch.texts);
  const digests = texts.map(sha256Hex);
  let received: TakenTexts;
  try {
    received = await receive(texts, digests, options);
  } catch (error) {
    const reason = toFailure(error).message.slice(0, 300);
    const failed = batches.map(({ header: { seq } }) => ({ type: 'failed', seq, reason }) as const);
    return { replies: failed, notEntries: 0 };
  }
  const { applied, refused } = received;
  options.onEntries(digests, applied);
  const replies = batches.map(
    ({ header: { seq } }): Acknowledged => ({ type: 'ack', seq, applied: 0, refused: 0 }),
  );
  const last = replies.at(-1);
  const header = batches.at(-1)?.header;
  if (last && header) {
    last.applied = applied;
    last.refused = refused.length;
    if (refused[0] !== undefined) last.reason = inEnglish(refused[0].says).slice(0, 300);
    if (header.tips !== undefined) answerTips(last, header.tips, header.more === true, held, options);
  }
  return { replies, notEntries: refused.filter(({ hash }) => hash === null).length };
}

/** The peer has told what it holds: notes it, and adds to the answer what is held here. */
function answerTips(
  reply: Acknowledged,
  tips: WireTips,
  more: boolean,
  held: Held,
  { log, onTips }: LogReceiverOptions,
): void {
  held.telling = joinedTips(held.telling, tips);
  if (more) return;
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

/** Stores what is not stored already. */
async function receive(
  texts: readonly string[],
  digests: readonly string[],
  { log, did, stored }: LogReceiverOptions,
): Promise<TakenTexts> {
  const isFresh = digests.map((digest) => !stored.has(digest));
  const fresh = texts.filter((_, at) => isFresh[at]);
  if (fresh.length === 0) return { applied: 0, waiting: 0, missing: [], refused: [] };
  const received = await log.receive(fresh, did);
  if (received.waiting === 0 && received.refused.length === 0)
    stored.add(digests.filter((_, at) => isFresh[at]));
  return received;
}
