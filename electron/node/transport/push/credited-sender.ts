import type { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { decodeFrame, UNACKNOWLEDGED_MAX_BYTES } from '../link/frames.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';

interface Request<Reply> {
  readonly bytes: number;
  readonly encode: (seq: number) => Uint8Array;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  /** Null once it has been called, or must not be any more. */
  onWritten: (() => void) | null;
}

export interface CreditedSenderOptions<Reply> {
  /** The peer's name, for sentences. */
  readonly name: string;
  readonly reply: z.ZodType<Reply>;
  readonly acknowledgementMs: number;
  /** What may be without an answer; 1 MiB if not given. */
  readonly creditBytes?: number;
  /** Called once when the stream is of no use any more; the error says why. */
  readonly onEnd: (error: Error) => void;
  /** Called whenever the peer answered. */
  readonly onAnswer: () => void;
}

export interface SendOptions {
  /** Gives up the frame if it has not gone out, or else waiting for the answer to it. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the frame is written out; not after the promise is settled. */
  readonly onWritten?: (() => void) | undefined;
}

/**
 * Numbered frames out over one stream, one reply to each in, in the same order, with a credit of bytes that may be unanswered, the
 * one that libp2p's streams do not have.
 */
export class CreditedSender<Reply extends { readonly seq: number }> {
  readonly #frames: FrameStream;
  readonly #options: CreditedSenderOptions<Reply>;
  /** Those that wait for credit, in order. */
  readonly #waiting = new Set<Request<Reply>>();
  /** Those that have gone out, by sequence number, in order. */
  readonly #pending = new Map<number, Request<Reply>>();
  #nextSeq = 0;
  #unanswered = 0;
  #failure: Error | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Told when nothing waits and nothing is unanswered. */
  readonly #quiet = new Set<() => void>();

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
    if (this.#failure !== null) throw this.#failure;
    if (signal?.aborted === true) throw this.#cancelled();
    return new Promise<Reply>((resolve, reject) => {
      const onAbort = (): void => {
        this.#giveUp(request);
        settled(() => reject(this.#cancelled()));
      };
      const settled = (settle: () => void): void => {
        signal?.removeEventListener('abort', onAbort);
        request.onWritten = null;
        settle();
      };
      const request: Request<Reply> = {
        bytes,
        encode,
        resolve: (reply) => settled(() => resolve(reply)),
        reject: (error) => settled(() => reject(error)),
        onWritten: onWritten ?? null,
      };
      signal?.addEventListener('abort', onAbort);
      this.#waiting.add(request);
      this.#sendWaiting();
    });
  }

  /** Resolves when all that was sent is answered or given up. */
  async quiet(): Promise<void> {
    while (this.#waiting.size + this.#pending.size > 0) {
      await new Promise<void>((resolve) => this.#quiet.add(resolve));
    }
  }

  /** Gives up everything that is unanswered. */
  fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#stopTimer();
    for (const { reject } of [...this.#pending.values(), ...this.#waiting]) reject(error);
    this.#pending.clear();
    this.#waiting.clear();
    this.#frames.fail(error);
    this.#options.onEnd(error);
    this.#tellQuiet();
  }

  async #readReplies(): Promise<void> {
    try {
      while (this.#failure === null) {
        const frame = await this.#frames.read();
        if (frame === null)
          throw new GhostStackError(
            'offline',
            says('error.transport.endedTransfer', { name: this.#options.name }),
          );
        this.#onReply(decodeFrame(frame, this.#options.reply, 'error.violation.notAcknowledgement'));
      }
    } catch (error) {
      this.fail(asError(error));
    }
  }

  #onReply(reply: Reply): void {
    const [first] = this.#pending;
    if (first === undefined || first[0] !== reply.seq) {
      throw new ProtocolViolation(says('error.violation.answerToNothing'));
    }
    const [seq, pending] = first;
    // What was answered was written out, even if the stream has not said so yet.
    tellWritten(pending);
    this.#pending.delete(seq);
    this.#unanswered -= pending.bytes;
    this.#stopTimer();
    if (this.#pending.size > 0) this.#startTimer();
    this.#options.onAnswer();
    pending.resolve(reply);
    this.#sendWaiting();
    this.#tellQuiet();
  }

  /** Sends as much as there is credit for. It is used up in the same step in which it is found to suffice. */
  #sendWaiting(): void {
    for (const request of this.#waiting) {
      const { creditBytes = UNACKNOWLEDGED_MAX_BYTES } = this.#options;
      if (this.#unanswered > 0 && this.#unanswered + request.bytes > creditBytes) return;
      this.#waiting.delete(request);
      this.#unanswered += request.bytes;
      const seq = this.#nextSeq++;
      this.#pending.set(seq, request);
      this.#startTimer();
      void this.#write(seq, request);
    }
  }

  async #write(seq: number, request: Request<Reply>): Promise<void> {
    try {
      await this.#frames.write(request.encode(seq));
      tellWritten(request);
    } catch (error) {
      this.fail(asError(error));
    }
  }

  /** A frame that has gone out keeps its credit until the peer answers it. */
  #giveUp(request: Request<Reply>): void {
    if (!this.#waiting.delete(request)) return;
    this.#sendWaiting();
    this.#tellQuiet();
  }

  #tellQuiet(): void {
    if (this.#waiting.size + this.#pending.size > 0) return;
    for (const tell of this.#quiet) tell();
    this.#quiet.clear();
  }

  #cancelled(): GhostStackError {
    return new GhostStackError(
      'cancelled',
      says('error.transport.sendingStopped', { name: this.#options.name }),
    );
  }

  #startTimer(): void {
    const { acknowledgementMs, name } = this.#options;
    this.#timer ??= setTimeout(() => {
      this.fail(
        new GhostStackError(
          'timeout',
          says('error.transport.noAcknowledgement', { name, seconds: acknowledgementMs / 1000 }),
        ),
      );
    }, acknowledgementMs);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function tellWritten<Reply>(request: Request<Reply>): void {
  const { onWritten } = request;
  request.onWritten = null;
  onWritten?.();
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
