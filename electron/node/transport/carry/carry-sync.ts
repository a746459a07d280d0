import type { Stream } from '@libp2p/interface';
import { GhostStackError } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { Carrier, CarryNews, TakenLine } from '../../messaging/carrying/carrier.ts';
import { itemOf } from '../../messaging/carrying/compare.ts';
import { FrameStream } from '../link/frame-stream.ts';
import { UNACKNOWLEDGED_MAX_BYTES } from '../link/frames.ts';
import type { PeerConnection } from '../link/peer-connection.ts';
import { ProtocolViolation } from '../link/protocol-violation.ts';
import type { TransportTiming } from '../link/timing.ts';
import type { WorkBudget } from '../link/work-budget.ts';
import type { WorthlessCounter } from '../link/worthless-counter.ts';
import { Asking } from './asking.ts';
import { CARRY_FRAME_MAX_BYTES, CARRY_PROTOCOL, type Said } from './carry-frames.ts';
import { receiveCarried } from './carry-receiver.ts';
import { CarrySender } from './carry-sender.ts';
import type { ComparePace } from './compare-pace.ts';
import { Comparing } from './comparing.ts';
import { ForPeer } from './for-peer.ts';
import { Naming } from './naming.ts';
import type { Untold } from './untold.ts';
import type { Wanted } from './wanted.ts';

export interface CarrySyncOptions {
  readonly carrier: Carrier;
  readonly did: string;
  readonly name: string;
  readonly peer: PeerConnection;
  /** Shared by all connections. */
  readonly pace: ComparePace;
  readonly wanted: Wanted;
  readonly untold: Untold;
  /** Of the peer, shared by its connections. */
  readonly work: WorkBudget;
  readonly worthless: WorthlessCounter;
  readonly timing: TransportTiming;
  readonly onSeen: () => void;
  readonly onViolation: (reason: Saying) => void;
}

/** A peer that has not opened its stream by then has nothing to say, or its log takes long: so it is not waited for. */
const PATIENCE_MS = 5_000;
/** Whoever was there so long has asked for what it lacks. */
const HEARD_MS = 2_000;
/** When a stream broke on a connection that goes on. */
const REOPEN_MS = 30_000;
/** The longest that parcels wait for the lists of a compare, which come one after another. */
const NOTES_FIRST_MS = 1_000;

/** Carried mail over one connection, in both directions. */
export class CarrySync {
  readonly #options: CarrySyncOptions;
  readonly #comparing: Comparing;
  readonly #asking: Asking;
  readonly #naming: Naming;
  readonly #forPeer: ForPeer;
  #sender: CarrySender | null = null;
  #begun = false;
  #isTheirsOpen = false;
  #isCounted = false;
  #stopped = false;
  #stopNews: (() => void) | null = null;
  /** What had come since the last meeting, and when it was to be named. */
  #since: { readonly hashes: readonly string[]; readonly atMs: number } | null = null;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Parcels that the peer lacks, and has to wait for. */
  readonly #afterNotes: string[] = [];

  constructor(options: CarrySyncOptions) {
    this.#options = options;
    const { carrier, did, wanted } = options;
    const say = (said: Said): void => this.#sender?.say(said);
    const later = (delayMs: number, run: () => void): void => this.#later(delayMs, run);
    const push = (hashes: readonly string[]): void => this.#sender?.push(hashes);
    this.#asking = new Asking({ carrier, did, wanted, say, push, later });
    this.#naming = new Naming({ say, later, isThere: (hash) => this.#sender?.hasPushed(hash) === true });
    this.#forPeer = new ForPeer({ carrier, did, say, naming: this.#naming });
    this.#comparing = new Comparing({
      held: () => carrier.heldBeside(did),
      say,
      lacked: (hashes) => this.#lacked(hashes),
      start: Math.floor(performance.now()),
    });
  }

  /** The peer has had the log as it was when we met. Never rejects. */
  async logIsThere(): Promise<void> {
    if (this.#sender !== null || this.#stopped) return;
    let frames: FrameStream;
    try {
      frames = await this.#open();
    } catch (error) {
      if (error instanceof Error && error.name === 'UnsupportedProtocolError') await this.#deliverPlainly();
      return;
    }
    if (this.#stopped) {
      frames.fail(new GhostStackError('offline', says('error.transport.connectionClosed')));
      return;
    }
    const { name, timing, carrier, did, onSeen, onViolation } = this.#options;
    this.#sender = new CarrySender(frames, {
      name,
      acknowledgementMs: timing.acknowledgementMs,
      text: (hash) => carrier.textFor(did, hash),
      onPush: (hashes) => carrier.pushing(did, hashes),
      onTaken: (hashes) => carrier.given(did, hashes),
      onSeen,
      onEnd: (error) => {
        this.#sender = null;
        this.#asking.pause();
        this.#forPeer.closed();
        if (error instanceof ProtocolViolation) onViolation(error.reason);
        else if (!this.#stopped) this.#later(REOPEN_MS, () => void this.logIsThere());
      },
    });
    this.#asking.begin();
    this.#forPeer.opened();
    if (this.#begun) this.#forPeer.name();
    else if (this.#isTheirsOpen) this.#begin();
    else this.#later(PATIENCE_MS, () => this.#begin());
  }

  /** A peer that knows nothing of carriers is handed what is for it as if we had written it; it answers only us. */
  async #deliverPlainly(): Promise<void> {
    const { carrier, did, peer } = this.#options;
    const { parcels } = carrier.sorted(carrier.forMember(did));
    const texts = parcels.flatMap((hash) => carrier.textFor(did, hash) ?? []);
    try {
      for (const text of texts) await peer.deliver([text]);
    } catch {
      // It is gone; the next connection brings it again.
    }
  }

  /** A stream that the peer opened: we have had its log. */
  async receive(stream: Stream): Promise<void> {
    const { timing, onViolation, work, worthless, onSeen } = this.#options;
    const frames = new FrameStream(stream, carryLimits(timing), (error) => {
      if (error instanceof ProtocolViolation) onViolation(error.reason);
    });
    this.#isTheirsOpen = true;
    if (this.#sender !== null) this.#begin();
    try {
      await receiveCarried(frames, {
        work,
        worthless,
        take: (lines) => this.#take(lines),
        hear: (said) => this.#hear(said),
        onSeen,
      });
      await frames.close(AbortSignal.timeout(timing.closeMs));
    } catch (error) {
      if (error instanceof ProtocolViolation) onViolation(error.reason);
      frames.fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      // What it was asked for and has not sent it names again when it opens another stream.
      this.#options.wanted.forget(this.#options.did);
    }
  }

  stop(): void {
    this.#stopped = true;
    if (this.#begun) this.#options.untold.lost(this.#options.did, this.#unheard());
    this.#options.wanted.forget(this.#options.did);
    this.#stopNews?.();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#sender?.stop();
  }

  #begin(): void {
    if (this.#begun || this.#stopped) return;
    this.#begun = true;
    const { carrier, did, untold } = this.#options;
    this.#stopNews = carrier.onNews((news) => this.#tell(news));
    const since = untold.take(did);
    this.#since = { hashes: since, atMs: performance.now() };
    this.#forPeer.name();
    if (!carrier.carries) this.#naming.soon(carrier.ownBeside(did));
    else {
      this.#naming.soon(since);
      this.#compareInTurn();
    }
  }

  /** Of two connections one is closed at once: what it was to name the other one names. */
  #unheard(): readonly string[] {
    if (this.#since === null || performance.now() - this.#since.atMs > HEARD_MS) return [];
    return this.#since.hashes.filter((hash) => this.#sender?.hasPushed(hash) !== true);
  }

  /** Once a minute: whoever comes back sooner is compared with when it is over. */
  #compareInTurn(): void {
    const { pace, did } = this.#options;
    const waitMs = pace.waitMs(did);
    if (waitMs > 0) {
      this.#later(waitMs, () => this.#compareInTurn());
      return;
    }
    this.#comparing.begin();
    this.#count();
  }

  /** A compare that ended before both had said their sums found nothing: the next meeting is to begin another one. */
  #count(): void {
    if (this.#isCounted || !this.#comparing.isMutual) return;
    this.#isCounted = true;
    this.#options.pace.begun(this.#options.did);
  }

  async #take(lines: readonly Uint8Array[]): Promise<TakenLine[]> {
    const { carrier, did } = this.#options;
    try {
      const answers = await carrier.take(lines, did);
      if (answers.some(({ result }) => result === 'ok')) this.#options.wanted.brought(did);
      return answers;
    } catch {
      // The disk is full, say; whoever owns the store has told people.
      return lines.map(() => ({ result: 'later', isFault: false }));
    }
  }

  #hear(said: Said): void {
    const { carrier } = this.#options;
    if (said.type === 'sum') {
      this.#comparing.heardSum(said.sum);
      this.#count();
    } else if (said.type === 'buckets') this.#comparing.heardSums(said.sums);
    else if (said.type === 'list') this.#comparing.heardList(said.bucket, said.have);
    else if (said.type === 'want') this.#sender?.push(carrier.named(said.items));
    else if (said.type === 'yours') this.#forPeer.heard(said.sum);
    else if (said.type === 'which') this.#forPeer.tellWhich();
    else {
      this.#naming.heard(said.items);
      this.#asking.named(said.items, said.yours === true);
    }
  }

  /** Notes at once; parcels when all notes are on their way, since they may end some of them. */
  #lacked(hashes: readonly string[]): void {
    const { notes, parcels } = this.#options.carrier.sorted(hashes);
    this.#sender?.push(notes);
    if (this.#afterNotes.length === 0) this.#later(NOTES_FIRST_MS, () => this.#pushAfterNotes());
    this.#afterNotes.push(...parcels);
    if (this.#comparing.isDone) this.#pushAfterNotes();
  }

  #pushAfterNotes(): void {
    this.#sender?.push(this.#afterNotes.splice(0));
  }

  #tell(news: readonly CarryNews[]): void {
    const { did, carrier } = this.#options;
    const yours: string[] = [];
    const others: string[] = [];
    for (const { hash, toDid, fromDid, broughtBy, onlyDid } of news) {
      if (broughtBy === did) this.#came(hash);
      if (broughtBy === did || fromDid === did || (onlyDid !== undefined && onlyDid !== did)) continue;
      if (toDid !== did) others.push(hash);
      // What this node wrote itself goes to its recipient directly.
      else if (carrier.textFor(did, hash) !== null) yours.push(hash);
    }
    this.#naming.yours(yours);
    this.#naming.soon(others);
  }

  #came(hash: string): void {
    this.#options.wanted.came(itemOf(hash));
    this.#sender?.skip(hash);
  }

  #later(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopped) run();
    }, delayMs);
    timer.unref();
    this.#timers.add(timer);
  }

  async #open(): Promise<FrameStream> {
    const { peer, timing } = this.#options;
    const signal = AbortSignal.timeout(timing.helloMs);
    return new FrameStream(await peer.connection.newStream(CARRY_PROTOCOL, { signal }), carryLimits(timing));
  }
}

export function carryLimits(timing: TransportTiming) {
  return {
    maxFrameBytes: CARRY_FRAME_MAX_BYTES,
    // What is said without an answer comes on top.
    maxUnreadBytes: 2 * UNACKNOWLEDGED_MAX_BYTES,
    frameMs: timing.frameMs,
  };
}
