import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { ReplicatedLog } from '../link/cell-link.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { UNACKNOWLEDGED_MAX_BYTES } from '../link/frames.ts';
import type { PeerConnection } from '../link/peer-connection.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { TransportTiming } from '../link/timing.ts';
import type { WorkBudget } from '../link/work-budget.ts';
import { LOG_FRAME_MAX_BYTES, LOG_PROTOCOL } from './log-frames.ts';
import { receiveLog } from './log-receiver.ts';
import { LogSender } from './log-sender.ts';
import type { StoredTexts } from './stored-texts.ts';
import { keptTips, type Tips } from './tips.ts';

export interface LogSyncOptions {
  readonly log: ReplicatedLog;
  /** Shared by all connections. */
  readonly stored: StoredTexts;
  /** Of the peer, shared by its connections. */
  readonly work: WorkBudget;
  readonly did: string;
  readonly name: string;
  readonly peer: PeerConnection;
  /** What both sides said in their hellos. */
  readonly ours: Tips;
  readonly theirs: Tips;
  readonly timing: TransportTiming;
  readonly clock: () => number;
  readonly observe: (event: LogEvent) => void;
  readonly onSeen: () => void;
  /** The peer has had the log as it was when we met. */
  readonly onFirstPass: () => void;
  readonly onViolation: (reason: Saying) => void;
}

export type LogEvent =
  /** Receipts went in one direction, and either all went through or it is said why not. */
  | {
      readonly type: 'log-pass';
      readonly cell: string;
      readonly did: string;
      readonly in: number;
      readonly out: number;
      readonly failure: Saying | null;
    }
  /** What a peer holds, as it said itself. */
  | {
      readonly type: 'tips';
      readonly cell: string;
      readonly did: string;
      readonly tips: Tips;
      readonly atMs: number;
    };

/** The replication of the log over one connection, in both directions. */
export class LogSync {
  readonly #options: LogSyncOptions;
  readonly #sender: LogSender;
  #stopNews: (() => void) | null = null;
  /** Receipts of the pass that is coming in. */
  #incoming = 0;
  /** What the peer itself last told that it holds. */
  #told: Tips;
  /** Whether all of it is remembered. */
  #isWhole: boolean;

  constructor(options: LogSyncOptions) {
    this.#options = options;
    const theirs = keptTips(options.theirs, options.log.tips());
    this.#told = theirs;
    this.#isWhole = theirs === options.theirs;
    const { log, did, timing, observe } = options;
    this.#sender = new LogSender({
      log,
      name: options.name,
      ours: options.ours,
      theirs,
      acknowledgementMs: timing.acknowledgementMs,
      work: options.work,
      open: () => this.#open(),
      onSeen: options.onSeen,
      onPass: (out, failure) => observe({ type: 'log-pass', cell: log.cell, did, in: 0, out, failure }),
      onFirstPass: options.onFirstPass,
      onTips: (tips) => this.#peerHolds(tips),
      onViolation: options.onViolation,
    });
  }

  /** Judges what the peer said in its hello, and sends what it lacks. */
  start(): void {
    this.#peerHolds(this.#told);
    this.#stopNews = this.#options.log.onNews(() => this.#sender.wake());
    this.#sender.wake(0);
  }

  /** The peer says anew what it holds. */
  peerHeld(tips: Tips): void {
    this.#told = keptTips(tips, this.#options.log.tips());
    this.#isWhole = this.#told === tips;
    this.#sender.peerHeld(this.#told);
    this.#peerHolds(this.#told);
  }

  /** What comes on a stream that the peer opened, whose first frame was read already. */
  async receive(frames: FrameStream, first: Uint8Array): Promise<void> {
    const { log, did, stored, work, timing, clock, onSeen, onViolation } = this.#options;
    let failure: Saying | null = null;
    try {
      await receiveLog(frames, first, {
        log,
        did,
        stored,
        work,
        clock,
        theirs: this.#told,
        isWhole: this.#isWhole,
        onEntries: (digests, applied) => {
          onSeen();
          this.#sender.receivedFromPeer(digests);
          this.#incoming += applied;
        },
        onTips: (tips, isWhole) => {
          this.#told = tips;
          this.#isWhole = isWhole;
          this.#sender.peerHeld(tips);
          this.#peerHolds(tips);
          this.#passIn(null);
        },
      });
      await frames.close(AbortSignal.timeout(timing.closeMs));
    } catch (error) {
      failure = saysOf(error);
      if (error instanceof ProtocolViolation) onViolation(error.reason);
      frames.fail(error instanceof Error ? error : new Error(String(error)));
    }
    if (this.#incoming > 0) this.#passIn(failure ?? says('error.transport.transferCut'));
  }

  /** Resolves when the peer has taken all that it lacks now. */
  drain(): Promise<void> {
    return this.#sender.drain();
  }

  /** Resolves when no receipts are on their way to the peer. */
  quiet(): Promise<void> {
    return this.#sender.quiet();
  }

  stop(): void {
    this.#stopNews?.();
    this.#sender.stop();
  }

  #passIn(failure: Saying | null): void {
    const { did, observe, log } = this.#options;
    // A pass that brought only what others had brought already is no news.
    if (this.#incoming === 0 && failure === null) return;
    observe({ type: 'log-pass', cell: log.cell, did, in: this.#incoming, out: 0, failure });
    this.#incoming = 0;
  }

  #peerHolds(tips: Tips): void {
    const { log, did, clock, observe } = this.#options;
    log.peerHolds(did, tips);
    observe({ type: 'tips', cell: log.cell, did, tips, atMs: clock() });
  }

  async #open(): Promise<FrameStream> {
    const { peer, timing, name } = this.#options;
    try {
      const signal = AbortSignal.timeout(timing.helloMs);
      return new FrameStream(await peer.connection.newStream(LOG_PROTOCOL, { signal }), logLimits(timing));
    } catch (cause) {
      throw new GhostStackError('offline', says('error.transport.receiptsNotTaken', { name }), {
        cause,
      });
    }
  }
}

export function logLimits(timing: TransportTiming) {
  return {
    maxFrameBytes: LOG_FRAME_MAX_BYTES,
    maxUnreadBytes: UNACKNOWLEDGED_MAX_BYTES + LOG_FRAME_MAX_BYTES,
    frameMs: timing.frameMs,
  };
}
