import type { Connection, Stream } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { inEnglish, type Saying, says } from '#shared/protocol/saying.ts';
import type { DeliverOptions } from '../../messaging/mesh-daemon.ts';
import { PushSender } from '../push/push-sender.ts';
import { FrameStream } from './frame-stream.ts';
import {
  type Bye,
  CELL_FRAME_MAX_BYTES,
  type CellFrame,
  Control,
  decodeFrame,
  encodeFrame,
  HELLO_FRAME_MAX_BYTES,
  HELLO_PROTOCOL,
  type Hello,
  MIB,
  PUSH_CREDIT_BYTES,
  PUSH_FRAME_MAX_BYTES,
  PUSH_PROTOCOL,
  type SaidCell,
  type Twin,
  UNACKNOWLEDGED_MAX_BYTES,
  VERSIONS,
  type Whereabouts,
} from './frames.ts';
import { Heartbeat } from './heartbeat.ts';
import { cellFrames, helloFrames, readHello, requireSmall } from './hello-frames.ts';
import { ProtocolViolation } from './protocol-violation.ts';
import type { TransportTiming } from './timing.ts';

/** Who ended a connection, and why. */
export interface LastWord extends Pick<Bye, 'code' | 'reason'> {
  readonly by: 'us' | 'them';
}

export interface ConnectionOptions {
  readonly connection: Connection;
  /** The peer's name, for sentences. */
  readonly name: string;
  /** What to say; `theirs` is what the peer has said already, if it dialled. */
  readonly hello: (theirs: Hello | null) => Hello;
  readonly clock: () => number;
  /** Resolves when the peer may be heard on the hello's stream. */
  readonly word: () => Promise<void>;
  readonly timing: TransportTiming;
  /** Called whenever the peer proved to be there. */
  readonly onSeen: () => void;
  /** Called once, when the connection is over. */
  readonly onClosed: (last: LastWord | null) => void;
  readonly onViolation: (reason: Saying) => void;
  /** The peer says that another node with our key is connected to it. */
  readonly onTwin: (twin: Twin) => void;
  /** The peer says where it has met others. */
  readonly onWhereabouts: (members: Whereabouts['members']) => void;
  /** The peer holds a cell that it did not name in its hello. */
  readonly onCell: (said: CellFrame) => void;
}

/**
 * A connection on which both sides have said hello. The hello stream stays open for the last word: whoever closes
 * says why.
 */
export class PeerConnection {
  readonly connection: Connection;
  readonly ours: Hello;
  readonly theirs: Hello;
  /** Positive when the peer's clock is ahead of ours. */
  readonly clockAheadMs: number;
  readonly #options: ConnectionOptions;
  readonly #control: FrameStream;
  #push: Promise<PushSender> | null = null;
  #lastWord: LastWord | null = null;
  #closing = false;

  private constructor(
    options: ConnectionOptions,
    control: FrameStream,
    { ours, theirs }: { ours: Hello; theirs: Hello },
    clockAheadMs: number,
  ) {
    this.connection = options.connection;
    this.ours = ours;
    this.theirs = theirs;
    this.clockAheadMs = clockAheadMs;
    this.#options = options;
    this.#control = control;
    const listening = this.#listen();
    const heartbeat = new Heartbeat({
      connection: options.connection,
      pingMs: options.timing.pingMs,
      ping: () => void this.#say({ type: 'ping' }),
      onSilence: () => options.connection.abort(new Error('The peer does not answer.')),
    });
    // Together with the end comes the last word; it is read first.
    const isOver = (): void => {
      heartbeat.stop();
      void listening.then(() => options.onClosed(this.#lastWord));
    };
    if (options.connection.status === 'open') options.connection.addEventListener('close', isOver);
    // Ended together with its hello: whoever is given this connection is told right after.
    else setImmediate(isOver);
  }

  /** As the side that dialled. Rejects with `timeout`, `offline`, `unsupported` or a ProtocolViolation. */
  static async greet(options: ConnectionOptions): Promise<PeerConnection> {
    const { connection, timing, clock } = options;
    const stream = await connection.newStream(HELLO_PROTOCOL, {
      signal: AbortSignal.timeout(timing.helloMs),
    });
    const control = new FrameStream(stream, helloLimits(timing));
    const sentAtMs = clock();
    const ours = options.hello(null);
    await writeAll(control, helloFrames(ours));
    const theirs = await readHello(control, timing.helloMs);
    const halfwayMs = (sentAtMs + clock()) / 2;
    return new PeerConnection(options, control, { ours, theirs }, Math.round(theirs.clock - halfwayMs));
  }

  /**
   * As the side that was dialled, on the stream that the other opened. `establish` is called when the answer is on its
   * way and before the peer can have it, since it may push at once; what `establish` says follows the answer.
   */
  static async answer(
    stream: Stream,
    options: ConnectionOptions,
    establish: (connection: PeerConnection) => void,
  ): Promise<void> {
    const control = new FrameStream(stream, helloLimits(options.timing));
    const theirs = await readHello(control, options.timing.helloMs);
    const ours = options.hello(theirs);
    const clockAheadMs = theirs.clock - options.clock();
    const established = new PeerConnection(options, control, { ours, theirs }, clockAheadMs);
    const answered = writeAll(control, helloFrames(ours));
    establish(established);
    await answered;
  }

  /** The highest version that both sides speak, or null. */
  get version(): number | null {
    const common = this.theirs.versions.filter((version) => VERSIONS.includes(version));
    return common.length === 0 ? null : Math.max(...common);
  }

  /** What may be pushed to the peer without an acknowledgement. */
  get creditBytes(): number {
    const { credit = 0 } = this.theirs;
    return Math.min(Math.max(credit * MIB, UNACKNOWLEDGED_MAX_BYTES), PUSH_CREDIT_BYTES);
  }

  get dialledByUs(): boolean {
    return this.connection.direction === 'outbound';
  }

  async deliver(envelopes: readonly Uint8Array[], options: DeliverOptions = {}): Promise<unknown> {
    this.#push ??= this.#openPush();
    const opening = this.#push;
    let sender: PushSender;
    try {
      sender = await opening;
    } catch (error) {
      if (this.#push === opening) this.#push = null;
      throw error;
    }
    return sender.deliver(envelopes, options);
  }

  /** Resolves when no messages are on their way to the peer. Never rejects. */
  async quiet(): Promise<void> {
    const opened = await this.#push?.catch(() => null);
    await opened?.quiet();
  }

  /** Says why, lets that go out, and closes. Never rejects. */
  async close(code: string, why: Saying): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const reason = inEnglish(why);
    this.#lastWord = { by: 'us', code, reason };
    const signal = AbortSignal.timeout(this.#options.timing.closeMs);
    const bye: Bye = { type: 'bye', code, reason: reason.slice(0, 300) };
    try {
      await this.#control.write(encodeFrame(bye));
      await this.#control.close(signal);
      await this.connection.close({ signal });
    } catch {
      // The peer is gone or does not listen.
    }
    this.connection.abort(new Error(reason));
  }

  /** Tells the peer that a second node with its key is connected here. Never rejects. */
  tellTwin(instance: string, addresses: readonly string[]): Promise<void> {
    return this.#say({ type: 'twin', instance, addresses: [...addresses] });
  }

  /** Tells the peer where others have been met. Never rejects. */
  tellWhereabouts(members: Whereabouts['members']): Promise<void> {
    return this.#say({ type: 'where', members });
  }

  /** Tells the peer of a cell that is held from now on. Never rejects. */
  async tellCell(cell: SaidCell): Promise<void> {
    const frames = cellFrames(cell);
    await Promise.all(
      frames.map((frame, at) => this.#say({ ...frame, ...(at < frames.length - 1 ? { more: true } : {}) })),
    );
  }

  async #say(control: Control): Promise<void> {
    await this.#control.write(encodeFrame(control)).catch(() => undefined);
  }

  /** Everything that comes after the hello, up to the last word or the end. */
  async #listen(): Promise<void> {
    try {
      while (this.#lastWord === null) {
        const frame = await this.#control.read();
        if (frame === null || this.#closing) break;
        const said = decodeFrame(frame, Control, 'error.violation.notGoodbye');
        if (said.type !== 'cell') requireSmall(frame);
        await this.#options.word();
        // Waits until it is out: who asks and asks and does not read is not read on either.
        if (said.type === 'ping') await this.#say({ type: 'pong' });
        else if (said.type === 'pong') continue;
        else if (said.type === 'twin') this.#options.onTwin(said);
        else if (said.type === 'where') this.#options.onWhereabouts(said.members);
        else if (said.type === 'cell') this.#options.onCell(said);
        else this.#lastWord = { by: 'them', code: said.code, reason: said.reason };
      }
    } catch (error) {
      if (error instanceof ProtocolViolation) this.#options.onViolation(error.reason);
    }
    if (this.#closing || this.connection.status !== 'open') return;
    // Whoever said goodbye closes; if it does not, it is closed here.
    const timer = setTimeout(
      () => this.connection.abort(new Error('The peer left.')),
      this.#options.timing.closeMs,
    );
    this.connection.addEventListener('close', () => clearTimeout(timer));
  }

  async #openPush(): Promise<PushSender> {
    const { timing, name, onSeen, onViolation } = this.#options;
    let stream: Stream;
    try {
      const signal = AbortSignal.timeout(timing.helloMs);
      stream = await this.connection.newStream(PUSH_PROTOCOL, { signal });
    } catch (cause) {
      throw new GhostStackError('offline', says('error.transport.transferNotTaken', { name }), { cause });
    }
    return new PushSender(new FrameStream(stream, pushLimits(timing)), {
      name,
      acknowledgementMs: timing.acknowledgementMs,
      creditBytes: this.creditBytes,
      onAnswer: onSeen,
      onEnd: (error) => {
        this.#push = null;
        if (error instanceof ProtocolViolation) onViolation(error.reason);
      },
    });
  }
}

export function pushLimits(timing: TransportTiming) {
  return {
    maxFrameBytes: PUSH_FRAME_MAX_BYTES,
    maxUnreadBytes: PUSH_CREDIT_BYTES + PUSH_FRAME_MAX_BYTES,
    frameMs: timing.frameMs,
  };
}

/** All at once and in order: what is said after them goes out after them. */
async function writeAll(control: FrameStream, frames: readonly Uint8Array[]): Promise<void> {
  await Promise.all(frames.map((frame) => control.write(frame)));
}

function helloLimits(timing: TransportTiming) {
  return {
    maxFrameBytes: CELL_FRAME_MAX_BYTES,
    maxUnreadBytes: 4 * CELL_FRAME_MAX_BYTES + HELLO_FRAME_MAX_BYTES,
    frameMs: timing.helloMs,
  };
}
