import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { chunkBytes, chunkCount, isChunk, rootOf } from '../../messaging/files/chunks.ts';
import { FetchPlan } from '../../messaging/files/fetch-plan.ts';
import { HASH_BYTES, TAG_BYTES } from '../../messaging/files/file-limits.ts';
import type { WantedFile } from '../../messaging/files/file-source.ts';
import type { FileEnd } from '../../messaging/files/shelf.ts';
import { passed } from '../../messaging/files/young-garbage.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { encodeFrame } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import { decodeAnswer, type FileAnswer, type FileRequest } from './file-frames.ts';

/** Some minutes: see `ServeOptions.waitMs`. */
const WAITS_MAX = 60;

export interface PullOptions {
  /** The peer's name, for sentences. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Resolves when neither receipts nor messages are on their way to the peer. */
  readonly quiet: () => Promise<void>;
  /** For anything to come. */
  readonly answerMs: number;
}

/**
 * The fetching side of `/ghoststack/file/1` on one stream: the hashes first, and then what is lacking, in order. Resolves
 * when all is there, or with the last word of the peer.
 * @throws a ProtocolViolation for what no honest peer sends; `offline`, `timeout`, `cancelled`; what `take` throws
 */
export async function pullFile(
  frames: FrameStream,
  wanted: WantedFile,
  { name, signal, quiet, answerMs }: PullOptions,
): Promise<'whole' | FileEnd> {
  const stop = (): void => frames.fail(new GhostStackError('cancelled', says('error.files.cancelled')));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const answers = () => nextAnswer(frames, name, answerMs);
  try {
    await quiet();
    const hashes = wanted.hashes ?? (await pullHashes(frames, wanted, answers));
    if (typeof hashes === 'string') return hashes;
    wanted.keepHashes(hashes);
    const plan = new FetchPlan(wanted.map);
    const ask = async (): Promise<void> => {
      for (let run = plan.next(); run !== null; run = plan.next()) {
        await quiet();
        await send(frames, { get: 'chunks', root: wanted.root, ...run });
      }
    };
    await ask();
    while (!plan.isAnswered) {
      const { answer, bytes } = await answers();
      if (answer.type === 'end') return answer.code;
      const index = plan.came();
      if (answer.type !== 'chunk' || answer.index !== index) throw notAsked();
      const isWhole = bytes.length === chunkBytes(wanted.bytes, index) + TAG_BYTES;
      if (!isWhole || !isChunk(hashes, index, [bytes]))
        throw new ProtocolViolation(says('error.violation.otherChunk'));
      // What is asked for goes out before this is taken, so that neither disk nor line waits for the other.
      await Promise.all([ask(), wanted.take(index, bytes)]);
      passed(bytes.length);
    }
    return 'whole';
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function pullHashes(
  frames: FrameStream,
  { root, bytes }: WantedFile,
  answers: () => Promise<Answer>,
): Promise<Uint8Array | FileEnd> {
  await send(frames, { get: 'hashes', root });
  const hashes = new Uint8Array(chunkCount(bytes) * HASH_BYTES);
  for (let done = 0; done < hashes.length; ) {
    const { answer, bytes: some } = await answers();
    if (answer.type === 'end') return answer.code;
    const isNext = answer.type === 'hashes' && answer.from * HASH_BYTES === done;
    if (!isNext || some.length === 0 || some.length % HASH_BYTES !== 0 || done + some.length > hashes.length)
      throw notAsked();
    hashes.set(some, done);
    done += some.length;
  }
  if (rootOf(hashes) !== root) throw new ProtocolViolation(says('error.violation.otherChunk'));
  return hashes;
}

interface Answer {
  readonly answer: Exclude<FileAnswer, { type: 'wait' }>;
  readonly bytes: Uint8Array;
}

/** A peer that says over and over that others go first is taken for busy. */
async function nextAnswer(frames: FrameStream, name: string, answerMs: number): Promise<Answer> {
  for (let waits = 0; waits < WAITS_MAX; waits++) {
    const frame = frames.readMore() ?? (await frames.read(answerMs));
    if (frame === null) throw new GhostStackError('offline', says('error.transport.endedTransfer', { name }));
    const { answer, bytes } = decodeAnswer(frame);
    if (answer.type !== 'wait') return { answer, bytes };
  }
  return { answer: { type: 'end', code: 'busy' }, bytes: new Uint8Array(0) };
}

function send(frames: FrameStream, request: FileRequest): Promise<void> {
  return frames.write(encodeFrame(request));
}

function notAsked(): ProtocolViolation {
  return new ProtocolViolation(says('error.violation.notFileAnswer'));
}
