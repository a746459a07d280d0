import type { Stream, StreamMessageEvent } from '@libp2p/interface';
import { Uint8ArrayList } from 'uint8arraylist';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { joinSmall } from './join-small.ts';
import { ProtocolViolation, sizeSays } from './protocol-violation.ts';

/** A frame is its length in four bytes, big-endian, and then that many bytes. */
const LENGTH_BYTES = 4;

export interface FrameLimits {
  readonly maxFrameBytes: number;
  /** For what is written, where answers may be larger than requests; otherwise as for what is read. */
  readonly maxWrittenBytes?: number;
  /** What may arrive before it is read. More is a violation: every protocol here waits for answers. */
  readonly maxUnreadBytes: number;
  /** For a frame to arrive whole once it has begun. */
  readonly frameMs: number;
}

/** Streams on which something has come in since takeHeard last asked. */
const heard = new WeakSet<Stream>();

/** Whether something has come in on any of these streams since this was last asked. */
export function takeHeard(streams: readonly Stream[]): boolean {
  return streams.filter((stream) => heard.delete(stream)).length > 0;
}

/**
 * Frames over one libp2p stream, with limits of their own: libp2p's stream buffers without bound on the way out,
 * gives no back-pressure on the way in, and its inactivity timeout does not fire.
 */
export class FrameStream {
  readonly #stream: Stream;
  readonly #limits: FrameLimits;
  readonly #onRefused: (error: Error) => void;
  readonly #incoming = new Uint8ArrayList();
  readonly #frames: Uint8Array[] = [];
  #unreadBytes = 0;
  #ended = false;
  /** What the reader will get, after the frames that came before it. */
  #failure: Error | null = null;
  #aborted = false;
  #wakeReader: (() => void) | null = null;
  #frameTimer: NodeJS.Timeout | null = null;
  #draining: Promise<void> | null = null;

  /** `onRefused` is told at once of what the reader will get when its turn comes. */
  constructor(stream: Stream, limits: FrameLimits, onRefused: (error: Error) => void = () => undefined) {
    this.#stream = stream;
    this.#limits = limits;
    this.#onRefused = onRefused;
    stream.addEventListener('message', (event) => this.#onMessage(event));
    stream.addEventListener('remoteCloseWrite', () => this.#end());
    stream.addEventListener('close', (event) => {
      if (event.error === undefined) this.#end();
      else
        this.fail(
          new GhostStackError('offline', says('error.transport.connectionCut'), { cause: event.error }),
        );
    });
    // It may be over before anyone listens; what came in before is told first, in a microtask as well.
    queueMicrotask(() => {
      const { status, remoteWriteStatus } = stream;
      if (status === 'aborted' || status === 'reset') {
        this.fail(new GhostStackError('offline', says('error.transport.connectionCut')));
      } else if (status === 'closed' || remoteWriteStatus === 'closed') this.#end();
    });
  }

  /**
   * The next frame, or null when the peer has ended the stream. Rejects with a ProtocolViolation, `offline` if
   * the connection broke, `timeout`. One reader at a time.
   */
  async read(timeoutMs?: number): Promise<Uint8Array | null> {
    const deadline =
      timeoutMs === undefined
        ? null
        : setTimeout(
            () => this.fail(new GhostStackError('timeout', says('error.transport.noAnswer', { timeoutMs }))),
            timeoutMs,
          );
    try {
      while (true) {
        const frame = this.readMore();
        if (frame !== null) return frame;
        if (this.#failure !== null) throw this.#failure;
        if (this.#ended) return null;
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
      }
    } finally {
      if (deadline !== null) clearTimeout(deadline);
    }
  }

  /** The next frame if it is there already; null says nothing of what may come. */
  readMore(): Uint8Array | null {
    const frame = this.#frames.shift();
    if (frame === undefined) return null;
    this.#unreadBytes -= frame.length;
    return frame;
  }

  /** Resolves when the frame is on its way and there is room for another. Rejects with `offline` or `timeout`. */
  async write(frame: Uint8Array): Promise<void> {
    return this.writeTogether([[frame]]);
  }

  /**
   * Frames, each in one piece or in several that follow each other: what is on its way together costs libp2p less, on
   * both sides, than one after the other. Resolves and rejects as `write`.
   */
  async writeTogether(frames: readonly (readonly Uint8Array[])[]): Promise<void> {
    const { maxFrameBytes, maxWrittenBytes = maxFrameBytes } = this.#limits;
    const pieces: Uint8Array[] = [];
    for (const frame of frames) {
      const bytes = frame.reduce((sum, { length }) => sum + length, 0);
      if (bytes > maxWrittenBytes) {
        throw new GhostStackError(
          'too-large',
          says('error.transport.frameOverLimit', {
            size: sizeSays(bytes),
            limit: sizeSays(maxWrittenBytes),
          }),
        );
      }
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(bytes);
      pieces.push(length, ...frame);
    }
    if (this.#aborted)
      throw this.#failure ?? new GhostStackError('offline', says('error.transport.connectionIsClosed'));
    let roomLeft: boolean;
    try {
      roomLeft = this.#stream.send(new Uint8ArrayList(...joinSmall(pieces)));
    } catch (cause) {
      throw new GhostStackError('offline', says('error.transport.connectionIsClosed'), { cause });
    }
    if (!roomLeft) await this.#drained();
  }

  /** Lets what was written go out, and closes this direction. */
  async close(signal: AbortSignal): Promise<void> {
    await this.#stream.close({ signal }).catch(() => undefined);
  }

  /** Ends the stream at once, in both directions; a reader gets this error. */
  fail(error: Error): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#refuse(error);
    this.#stream.abort(error);
    this.#wake();
  }

  #onMessage(event: StreamMessageEvent): void {
    heard.add(this.#stream);
    if (this.#failure !== null) return;
    this.#incoming.append(event.data);
    try {
      this.#takeFrames();
    } catch (error) {
      // Left for the reader, who can still tell the peer why.
      this.#refuse(error instanceof Error ? error : new Error(String(error)));
    }
    this.#wake();
  }

  #refuse(error: Error): void {
    this.#stopFrameTimer();
    this.#incoming.consume(this.#incoming.byteLength);
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#onRefused(error);
  }

  #takeFrames(): void {
    const { maxFrameBytes, maxUnreadBytes } = this.#limits;
    while (this.#incoming.byteLength >= LENGTH_BYTES) {
      const length = this.#incoming.getUint32(0);
      if (length > maxFrameBytes) {
        throw new ProtocolViolation(
          says('error.violation.frameTooLarge', { size: sizeSays(length), limit: sizeSays(maxFrameBytes) }),
        );
      }
      if (this.#incoming.byteLength < LENGTH_BYTES + length) break;
      this.#stopFrameTimer();
      this.#frames.push(this.#incoming.slice(LENGTH_BYTES, LENGTH_BYTES + length));
      this.#incoming.consume(LENGTH_BYTES + length);
      this.#unreadBytes += length;
    }
    if (this.#unreadBytes + this.#incoming.byteLength > maxUnreadBytes) {
      throw new ProtocolViolation(says('error.violation.unanswered', { limit: sizeSays(maxUnreadBytes) }));
    }
    if (this.#incoming.byteLength > 0) this.#startFrameTimer();
  }

  #startFrameTimer(): void {
    const { frameMs } = this.#limits;
    this.#frameTimer ??= setTimeout(() => {
      this.fail(new ProtocolViolation(says('error.violation.frameUnfinished', { frameMs })));
    }, frameMs);
  }

  #stopFrameTimer(): void {
    if (this.#frameTimer !== null) clearTimeout(this.#frameTimer);
    this.#frameTimer = null;
  }

  /** All who wait do so together: a stream warns of more listeners than a few. */
  async #drained(): Promise<void> {
    this.#draining ??= this.#drains();
    await this.#draining;
  }

  /** `stream.onDrain()` resolves too early in @libp2p/utils 7.4.1; the event is right. */
  async #drains(): Promise<void> {
    const { frameMs } = this.#limits;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        // Who writes from now on may have to wait again.
        this.#draining = null;
        clearTimeout(timer);
        this.#stream.removeEventListener('drain', onDrain);
        this.#stream.removeEventListener('close', onClose);
        if (error === undefined) resolve();
        else reject(error);
      };
      const onDrain = (): void => settle();
      const onClose = (): void =>
        settle(new GhostStackError('offline', says('error.transport.connectionCut')));
      const timer = setTimeout(() => {
        settle(new GhostStackError('timeout', says('error.transport.peerReadNothing', { frameMs })));
      }, frameMs);
      this.#stream.addEventListener('drain', onDrain);
      this.#stream.addEventListener('close', onClose);
    });
  }

  #end(): void {
    this.#stopFrameTimer();
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    const wake = this.#wakeReader;
    this.#wakeReader = null;
    wake?.();
  }
}
