import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { asWritten, type Saying, says } from '#shared/protocol/saying.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import type { ReplicatedLog } from '../link/cell-link.ts';
import type { FrameStream } from '../link/frame-stream.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { WorkBudget } from '../link/work-budget.ts';
import { CreditedSender } from '../push/credited-sender.ts';
import { encodeEntries, inFrames, LogReply, TIPS_MAX_BYTES } from './log-frames.ts';
import { keptTips, type Tips, tipsInParts, tipsOver, tipsSince, unitedTips, type WireTips } from './tips.ts';

export interface LogSenderOptions {
  readonly log: ReplicatedLog;
  /** The peer's name, for sentences. */
  readonly name: string;
  /** What this side and the peer said in their hellos. */
  readonly ours: Tips;
  readonly theirs: Tips;
  readonly acknowledgementMs: number;
  /** Of the peer: what it lacks costs time to find. */
  readonly work: WorkBudget;
  readonly open: () => Promise<FrameStream>;
  readonly onSeen: () => void;
  /** A pass that sent something is over; `failure` says why not all went through. */
  readonly onPass: (out: number, failure: Saying | null) => void;
  /** Once: the peer has taken all that it lacked when we met, and has answered. */
  readonly onFirstPass: () => void;
  /** What the peer holds is known anew. */
  readonly onTips: (tips: Tips) => void;
  readonly onViolation: (reason: Saying) => void;
}

/** News wait this long for more of their kind. */
const COALESCE_MS = 20;
/** After a failure, when nothing new comes up before. */
const [RETRY_FIRST_MS, RETRY_MAX_MS] = [1_000, 30_000];
/** Of a peer that sends much and never says what it holds. */
const FROM_PEER_MAX = 20_000;
/** A peer from which nothing comes for so long is not about to send what it said that it holds. */
const PATIENCE_MS = 1_000;

interface Outcome {
  sent: number;
  applied: number;
  refused: number;
  /** Why the first was refused. */
  reason: string | null;
  /** False when the peer lacks nothing any more. */
  more: boolean;
}

type Acknowledged = Extract<LogReply, { type: 'ack' }>;

/**
 * Sends one peer what it lacks, for as long as the connection lives: in passes, each of which ends with both sides'
 * tips, so that the next begins at what the peer really holds.
 */
export class LogSender {
  readonly #options: LogSenderOptions;
  /** What the peer holds, as far as is known. */
  #held: Tips;
  /** What the peer was last told that we hold. */
  #told: Tips;
  /** Tips of the peer for which we have waited: it had the time to send what they stand for. */
  #doubted: ReadonlySet<string> = new Set();
  /** Entries that came from the peer after it last told its tips: it need not be sent them. */
  readonly #fromPeer = new Set<string>();
  #stream: Promise<CreditedSender<LogReply>> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #patience: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #isFirst = true;
  #stopped = false;

  constructor(options: LogSenderOptions) {
    this.#options = options;
    this.#held = options.theirs;
    this.#told = options.ours;
    this.#wait();
  }

  /** Something may have to be sent; now or when the pass that is under way is over. */
  wake(delayMs = COALESCE_MS): void {
    if (this.#stopped || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, delayMs);
  }

  /** The peer sent texts with these SHA-256 itself. */
  receivedFromPeer(digests: readonly string[]): void {
    for (const digest of digests) this.#fromPeer.add(digest);
    // Without them it is sent some of its own again, which costs less than to remember all.
    if (this.#fromPeer.size > FROM_PEER_MAX) this.#fromPeer.clear();
    this.#wait();
  }

  /** The peer has told what it held when it sent its last frame: it may have more by now. */
  peerHeld(tips: Tips): void {
    // A pass of its own has come since it told the tips before these.
    this.#doubt();
    this.#held = keptTips(unitedTips(tips, this.#held), this.#options.log.tips());
    this.#fromPeer.clear();
    this.#wait();
    this.wake();
  }

  /** Resolves when the peer has taken all that it lacked when this was called, or something failed. */
  async drain(): Promise<void> {
    await this.#running;
    await this.#run();
  }

  /** Resolves when no pass is under way. */
  async quiet(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#patience !== null) clearTimeout(this.#patience);
    void this.#stream?.then(
      (sender) => sender.fail(new GhostStackError('offline', says('error.transport.connectionClosed'))),
      () => undefined,
    );
  }

  #run(): Promise<void> {
    if (this.#running) this.#again = true;
    this.#running ??= this.#passes();
    return this.#running;
  }

  async #passes(): Promise<void> {
    let sent = 0;
    let failure: Saying | null = null;
    try {
      do {
        this.#again = false;
        const outcome = await this.#pass();
        sent += outcome.sent;
        failure = failureOf(outcome, this.#options.name);
        // A pass that changed nothing at the peer would change nothing the next time.
        if (outcome.more && outcome.applied > 0) this.#again = true;
      } while (this.#again && !this.#stopped);
      this.#failures = 0;
      if (this.#isFirst && !this.#stopped) this.#options.onFirstPass();
      this.#isFirst = false;
    } catch (error) {
      failure = saysOf(error);
      if (error instanceof ProtocolViolation) this.#options.onViolation(error.reason);
      this.#failures += 1;
      this.#retry();
    }
    this.#running = null;
    if (sent > 0 || failure !== null) this.#options.onPass(sent, failure);
  }

  /** Until then the peer may still send what it holds and we do not. */
  #wait(): void {
    if (this.#stopped) return;
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      this.#doubt();
      this.wake();
    }, PATIENCE_MS);
  }

  #doubt(): void {
    this.#doubted = new Set(Object.values(this.#held).flat());
  }

  #retry(): void {
    this.wake(Math.min(RETRY_FIRST_MS * 2 ** (this.#failures - 1), RETRY_MAX_MS));
  }

  async #pass(): Promise<Outcome> {
    const { log, work, onTips } = this.#options;
    const frames = inFrames(this.#lacking());
    // A peer that comes again and again, and says that it holds nothing, has all of it looked for each time.
    let next = await work.run(0, () => frames.next());
    const outcome: Outcome = { sent: 0, applied: 0, refused: 0, reason: null, more: false };
    if (next.done === true) return outcome;
    const sender = await this.#sender();
    let told = this.#told;
    const replies: Promise<Acknowledged>[] = [];
    while (next.done !== true && !this.#stopped) {
      const texts = next.value;
      next = work.doNow(0, () => frames.next());
      outcome.sent += texts.length;
      const isLast = next.done === true;
      const ours = isLast ? log.tips() : told;
      const parts = isLast ? tipsInParts(tipsSince(told, ours), TIPS_MAX_BYTES) : [undefined];
      told = ours;
      for (const [at, tips] of parts.entries()) {
        const more = at < parts.length - 1;
        const { written, reply } = send(sender, log.cell, at === 0 ? texts : [], tips, more);
        replies.push(reply);
        // So that no more frames are made than there is credit for.
        await written;
      }
      await work.run(0, () => undefined);
    }
    for (const reply of await Promise.all(replies)) {
      outcome.applied += reply.applied;
      outcome.refused += reply.refused;
      outcome.reason ??= reply.reason ?? null;
      if (reply.tips === undefined) continue;
      this.#told = told;
      const base = reply.whole === true ? {} : told;
      const theirs = keptTips(tipsOver(base, reply.tips), log.tips());
      this.#held = theirs;
      this.#fromPeer.clear();
      onTips(theirs);
      outcome.more = work.doNow(0, () => !isEmpty(log.missingFrom(theirs, this.#doubted)));
    }
    return outcome;
  }

  *#lacking(): Generator<string> {
    for (const text of this.#options.log.missingFrom(this.#held, this.#doubted)) {
      if (this.#fromPeer.size === 0 || !this.#fromPeer.has(sha256Hex(text))) yield text;
    }
  }

  async #sender(): Promise<CreditedSender<LogReply>> {
    this.#stream ??= this.#openSender();
    const opening = this.#stream;
    try {
      return await opening;
    } catch (error) {
      if (this.#stream === opening) this.#stream = null;
      throw error;
    }
  }

  async #openSender(): Promise<CreditedSender<LogReply>> {
    const { open, name, acknowledgementMs, onSeen, onViolation } = this.#options;
    return new CreditedSender(await open(), {
      name,
      reply: LogReply,
      acknowledgementMs,
      onAnswer: onSeen,
      onEnd: (error) => {
        this.#stream = null;
        if (error instanceof ProtocolViolation) onViolation(error.reason);
      },
    });
  }
}

/** `written` resolves when the frame is out, or will never be. */
function send(
  sender: CreditedSender<LogReply>,
  cell: string,
  texts: readonly Uint8Array[],
  tips: WireTips | undefined,
  more: boolean,
): { written: Promise<void>; reply: Promise<Acknowledged> } {
  const header = {
    type: 'entries',
    cell,
    ...(tips === undefined ? {} : { tips }),
    ...(more ? { more } : {}),
  } as const;
  const bytes = texts.reduce((sum, text) => sum + text.length + 1, JSON.stringify(header).length + 32);
  let onWritten = (): void => undefined;
  const written = new Promise<void>((resolve) => {
    onWritten = resolve;
  });
  const reply = sender
    .send(bytes, (seq) => encodeEntries({ ...header, seq }, texts), { onWritten })
    .then((answer) => {
      if (answer.type === 'ack') return answer;
      throw new GhostStackError(
        'unavailable',
        says('error.transport.receiptsNotStored', { reason: asWritten(answer.reason) }),
      );
    });
  reply.catch(() => onWritten());
  return { written, reply };
}

function failureOf({ more, refused, reason, applied }: Outcome, name: string): Saying | null {
  if (!more) return null;
  if (refused > 0) {
    const why = reason === null ? says('error.transport.noReasonGiven') : asWritten(reason);
    return says('error.transport.receiptsRefused', { name, count: refused, reason: why });
  }
  return applied === 0 ? says('error.transport.receiptsNotPlaced', { name }) : null;
}

function isEmpty(items: Iterable<unknown>): boolean {
  return items[Symbol.iterator]().next().done === true;
}
