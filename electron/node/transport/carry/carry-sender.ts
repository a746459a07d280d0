import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import { CreditedSender } from '../push/credited-sender.ts';
import {
  CARRY_FRAME_MAX_BYTES,
  CARRY_FRAME_TARGET_BYTES,
  encodeParcels,
  encodeSaid,
  LINES_PER_FRAME_MAX,
  type Said,
  Taken,
} from './carry-frames.ts';

export interface CarrySenderOptions {
  /** The peer's name, for sentences. */
  readonly name: string;
  readonly acknowledgementMs: number;
  /** What is pushed as it is now; null if it need not be pushed any more. */
  readonly text: (hash: string) => Uint8Array | null;
  /** They go out next; throws if they must not. */
  readonly onPush: (hashes: readonly string[]) => void;
  readonly onTaken: (hashes: readonly string[]) => void;
  readonly onEnd: (error: Error) => void;
  readonly onSeen: () => void;
}

const HEADER_BYTES = 64;

/** The stream that this side opened: what it says, what it pushes, and what the peer answers to that. */
export class CarrySender {
  readonly #options: CarrySenderOptions;
  readonly #frames: FrameStream;
  readonly #sender: CreditedSender<Taken>;
  /** Each item is pushed once on a connection. */
  readonly #pushed = new Set<string>();
  readonly #waiting = new Set<string>();
  #pushing = false;
  #ended = false;

  constructor(frames: FrameStream, options: CarrySenderOptions) {
    this.#options = options;
    this.#frames = frames;
    this.#sender = new CreditedSender(frames, {
      name: options.name,
      reply: Taken,
      acknowledgementMs: options.acknowledgementMs,
      onAnswer: options.onSeen,
      onEnd: (error) => {
        this.#ended = true;
        options.onEnd(error);
      },
    });
  }

  say(said: Said): void {
    if (this.#ended) return;
    this.#frames.write(encodeSaid(said)).catch((error: unknown) => this.#fail(error));
  }

  /** Pushes what was not pushed before, in this order, after what waits already. */
  push(hashes: readonly string[]): void {
    for (const hash of hashes) if (!this.#pushed.has(hash)) this.#waiting.add(hash);
    if (!this.#pushing) void this.#pushAll();
  }

  /** It went out on this stream, or the peer brought it. */
  hasPushed(hash: string): boolean {
    return this.#pushed.has(hash);
  }

  /** The peer brought it itself. */
  skip(hash: string): void {
    this.#pushed.add(hash);
    this.#waiting.delete(hash);
  }

  stop(): void {
    this.#sender.fail(new GhostStackError('offline', says('error.transport.connectionClosed')));
  }

  async #pushAll(): Promise<void> {
    this.#pushing = true;
    try {
      while (this.#waiting.size > 0 && !this.#ended) {
        const { hashes, lines, bytes } = this.#nextFrame();
        if (lines.length > 0) await this.#pushFrame(hashes, lines, bytes);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pushing = false;
    }
  }

  #nextFrame(): { hashes: string[]; lines: Uint8Array[]; bytes: number } {
    const hashes: string[] = [];
    const lines: Uint8Array[] = [];
    let bytes = HEADER_BYTES;
    for (const hash of this.#waiting) {
      const text = this.#options.text(hash);
      const more = (text?.length ?? 0) + 1;
      const isFull =
        bytes >= CARRY_FRAME_TARGET_BYTES ||
        bytes + more > CARRY_FRAME_MAX_BYTES ||
        lines.length === LINES_PER_FRAME_MAX;
      if (lines.length > 0 && isFull) break;
      this.#waiting.delete(hash);
      this.#pushed.add(hash);
      if (text === null) continue;
      hashes.push(hash);
      lines.push(text);
      bytes += more;
    }
    return { hashes, lines, bytes };
  }

  /** Resolves when the frame is out, so that no more are made than there is credit for. */
  async #pushFrame(hashes: readonly string[], lines: readonly Uint8Array[], bytes: number): Promise<void> {
    this.#options.onPush(hashes);
    await new Promise<void>((resolve, reject) => {
      this.#sender
        .send(bytes, (seq) => encodeParcels(seq, lines), { onWritten: resolve })
        .then((taken) => this.#taken(hashes, taken))
        .catch(reject);
    });
  }

  #taken(hashes: readonly string[], { results }: Taken): void {
    if (results.length !== hashes.length)
      throw new ProtocolViolation(says('error.violation.answerToNothing'));
    this.#options.onTaken(
      hashes.filter((_, at) => {
        const result = results[at];
        return result === 'ok' || result === 'known';
      }),
    );
  }

  #fail(error: unknown): void {
    this.#sender.fail(error instanceof Error ? error : new Error(String(error)));
  }
}
