import { GhostStackError } from '#shared/errors.ts';
import type { FrameStream } from './frame-stream.ts';
import {
  decodeFrame,
  encodePush,
  PUSH_FRAME_MAX_BYTES,
  PushReply,
  UNACKNOWLEDGED_MAX_BYTES,
} from './frames.ts';
import type { DeliverOptions } from './mesh-daemon.ts';
import { ProtocolViolation } from './protocol-violation.ts';

interface Pending {
  readonly bytes: number;
  readonly resolve: (acknowledgement: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface PushSenderOptions {
  /** The peer's name, for sentences. */
  readonly name: string;
  readonly acknowledgementMs: number;
  /** Called once when the stream is of no use any more; the error says why. */
  readonly onEnd: (error: Error) => void;
  /** Called whenever the peer answered. */
  readonly onAnswer: () => void;
}

/**
 * The sending side of `/ghoststack/push/1` on one stream: frames of envelopes out, acknowledgements in, in the same
 * order, with at most 1 MiB unanswered.
 */
export class PushSender {
  readonly #frames: FrameStream;
  readonly #options: PushSenderOptions;
  /** By sequence number, in order. */
  readonly #pending = new Map<number, Pending>();
  readonly #waiting: (() => void)[] = [];
  #nextSeq = 0;
  #unanswered = 0;
  #failure: Error | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(frames: FrameStream, options: PushSenderOptions) {
    this.#frames = frames;
    this.#options = options;
    void this.#readReplies();
  }

  get usable(): boolean {
    return this.#failure === null;
  }

  /** Sends one batch; resolves with what the peer answered. See MeshDaemon.deliver. */
  async deliver(envelopes: readonly Uint8Array[], options: DeliverOptions = {}): Promise<unknown> {
    const { signal, onWritten, progress } = options;
    const bytes = envelopes.reduce((sum, envelope) => sum + envelope.length + 1, 256);
    if (bytes > PUSH_FRAME_MAX_BYTES) {
      throw new GhostStackError('too-large', 'These messages do not fit into one frame. Send them in parts.');
    }
    await this.#room(bytes);
    this.#requireUsable(signal);
    const seq = this.#nextSeq++;
    this.#unanswered += bytes;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(seq, { bytes, resolve, reject });
    });
    // It may fail while the frame is still being written; then nobody listens yet.
    answer.catch(() => undefined);
    this.#startTimer();
    const frame = encodePush(
      {
        type: 'envelopes',
        seq,
        done: progress?.done ?? 0,
        total: progress?.total ?? envelopes.length,
        bytes_done: progress?.bytesDone ?? 0,
        bytes_total: progress?.bytesTotal ?? bytes,
      },
      envelopes,
    );
    try {
      await this.#frames.write(frame);
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
        this.#onReply(decodeFrame(frame, PushReply, 'an acknowledgement'));
      }
    } catch (error) {
      this.fail(asError(error));
    }
  }

  #onReply(reply: PushReply): void {
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
    if (reply.type === 'ack') pending.resolve(reply.acknowledgement);
    else {
      const reason = `${this.#options.name} could not store it: ${reply.reason}`;
      pending.reject(new GhostStackError('unavailable', reason));
    }
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

  async #orAborted(answer: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
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
