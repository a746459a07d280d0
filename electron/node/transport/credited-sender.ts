import type { z } from 'zod';
import { GhostStackError } from '#shared/errors.ts';
import type { FrameStream } from './frame-stream.ts';
import { decodeFrame, UNACKNOWLEDGED_MAX_BYTES } from './frames.ts';
import { ProtocolViolation } from './protocol-violation.ts';

interface Pending<Reply> {
  readonly bytes: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

export interface CreditedSenderOptions<Reply> {
  /** The peer's name, for sentences. */
  readonly name: string;
  readonly reply: z.ZodType<Reply>;
  readonly acknowledgementMs: number;
  /** Called once when the stream is of no use any more; the error says why. */
  readonly onEnd: (error: Error) => void;
  /** Called whenever the peer answered. */
  readonly onAnswer: () => void;
}

export interface SendOptions {
  /** Gives up waiting for the answer. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the frame is written out. */
  readonly onWritten?: (() => void) | undefined;
}

/**
 * Numbered frames out over one stream, one reply to each in, in the same order, with at most 1 MiB unanswered: the
 * credit that libp2p's streams do not have.
 */
export class CreditedSender<Reply extends { readonly seq: number }> {
  readonly #frames: FrameStream;
  readonly #options: CreditedSenderOptions<Reply>;
  /** By sequence number, in order. */
  readonly #pending = new Map<number, Pending<Reply>>();
  readonly #waiting: (() => void)[] = [];
  #nextSeq = 0;
  #unanswered = 0;
  #failure: Error | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(frames: FrameStream, options: CreditedSenderOptions<Reply>) {
    this.#frames = frames;
    this.#options = options;
    void this.#readReplies();
  }

  /**
   * Waits until there is credit for so many bytes, sends the frame that `encode` makes with its number, and resolves
   * with the reply. Rejects with why the stream ended, or `cancelled`. Frames go out in the order of the calls.
   */
  async send(
    bytes: number,
    encode: (seq: number) => Uint8Array,
    { signal, onWritten }: SendOptions = {},
  ): Promise<Reply> {
    await this.#room(bytes);
    this.#requireUsable(signal);
    const seq = this.#nextSeq++;
    this.#unanswered += bytes;
    const answer = new Promise<Reply>((resolve, reject) => {
      this.#pending.set(seq, { bytes, resolve, reject });
    });
    // It may fail while the frame is still being written; then nobody listens yet.
    answer.catch(() => undefined);
    this.#startTimer();
    try {
      await this.#frames.write(encode(seq));
      onWritten?.();
    } catch (error) {
      this.fail(asError(error));
    }
    return this.#orAborted(answer, signal);
  }

  /** Gives up everything that is unanswered. */
  fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#stopTimer();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    for (const wake of this.#waiting.splice(0)) wake();
    this.#frames.fail(error);
    this.#options.onEnd(error);
  }

  async #readReplies(): Promise<void> {
    try {
      while (this.#failure === null) {
        const frame = await this.#frames.read();
        if (frame === null) throw new GhostStackError('offline', `${this.#options.name} ended the transfer.`);
        this.#onReply(decodeFrame(frame, this.#options.reply, 'an acknowledgement'));
      }
    } catch (error) {
      this.fail(asError(error));
    }
  }

  #onReply(reply: Reply): void {
    const [first] = this.#pending;
    if (first === undefined || first[0] !== reply.seq) {
      throw new ProtocolViolation('answered something that was not sent');
    }
    const [seq, pending] = first;
    this.#pending.delete(seq);
    this.#unanswered -= pending.bytes;
    this.#stopTimer();
    if (this.#pending.size > 0) this.#startTimer();
    for (const wake of this.#waiting.splice(0)) wake();
    this.#options.onAnswer();
    pending.resolve(reply);
  }

  async #room(bytes: number): Promise<void> {
    while (
      this.#failure === null &&
      this.#unanswered > 0 &&
      this.#unanswered + bytes > UNACKNOWLEDGED_MAX_BYTES
    ) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #requireUsable(signal: AbortSignal | undefined): void {
    if (this.#failure !== null) throw this.#failure;
    if (signal?.aborted === true) throw this.#cancelled();
  }

  async #orAborted(answer: Promise<Reply>, signal: AbortSignal | undefined): Promise<Reply> {
    if (signal === undefined) return answer;
    let onAbort = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(this.#cancelled());
    });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    try {
      return await Promise.race([answer, aborted]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      aborted.catch(() => undefined);
    }
  }

  #cancelled(): GhostStackError {
    return new GhostStackError('cancelled', `Sending to ${this.#options.name} was stopped.`);
  }

  #startTimer(): void {
    const { acknowledgementMs, name } = this.#options;
    this.#timer ??= setTimeout(() => {
      this.fail(
        new GhostStackError('timeout', `${name} did not acknowledge within ${acknowledgementMs / 1000} s.`),
      );
    }, acknowledgementMs);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
