import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import { inEnglish, type Saying, says } from '#shared/protocol/saying.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { notWritten } from '../log/log-errors.ts';
import { type Alarm, computerAlarm } from './own-feed/alarm.ts';
import type { EntryWish, Reacted, Reaction, ReactionState, RowWish, Wish } from './reactions/reaction.ts';

/** What is asked of a log. */
export type ReactingLog = Pick<
  IntegrityLog,
  'book' | 'graph' | 'ownHead' | 'append' | 'objection' | 'subscribe' | 'signingBarred'
>;

/** `what` begins a sentence: "Closing ballots". */
export type Failed = (what: Saying, error: unknown) => void;

export interface ReactionWriterOptions {
  readonly log: ReactingLog;
  readonly me: string;
  /** Does not go back (CellClock); ms since the epoch. */
  readonly clock: () => number;
  /** When this node stored an entry, by that clock. */
  readonly storedAtMs: (hash: string) => number | null;
  /** In the order in which they are asked. */
  readonly reactions: readonly Reaction[];
  /** Asked in place of those while signing is barred; they wish for no entry. */
  readonly whenBarred?: readonly Reaction[];
  /** How a later generation of the own feed is begun. */
  readonly beginGeneration?: () => void;
  /** How an invitation's row is written. */
  readonly note?: (wish: RowWish) => void;
  /** Told what could not be looked at or written, for which nothing else waits; without it, that is thrown. */
  readonly failed?: Failed;
  /** Default: the computer's. */
  readonly alarm?: Alarm;
}

/** So long a clock may be set or a computer sleep unnoticed, and so long is what could not be written left alone. */
const LONGEST_SLEEP_MS = 60_000;

/** What has been tried since something new was known. */
interface Run {
  /** Done: whoever wishes for one of these again got nothing by it. */
  readonly done: Set<string>;
  /** The rules refuse them, as long as nothing else is written. */
  readonly refused: Set<string>;
  /** Threw. */
  readonly failed: Set<string>;
  readonly reported: Set<string>;
  readonly tell: Failed | undefined;
}

/**
 * The one hand by which a node writes what nobody asked it for. At news, and when a time has come, it asks the
 * reactions, signs the first wish that the rules do not object to, and asks again until there is none.
 */
export class ReactionWriter {
  readonly #options: ReactionWriterOptions;
  readonly #alarm: Alarm;
  #callOff: (() => void) | null = null;
  #unsubscribe: (() => void) | null = null;
  #isActing = false;

  constructor(options: ReactionWriterOptions) {
    this.#options = options;
    this.#alarm = options.alarm ?? computerAlarm;
  }

  start(): void {
    this.#unsubscribe ??= this.#options.log.subscribe(() => this.act());
    this.act();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#sleepUntil(null);
  }

  /** Writes all that is due now, and sets the alarm for what is due later; `tell` is told this time what fails. */
  act(tell: Failed | undefined = this.#options.failed): void {
    // Its own entries are news as well.
    if (this.#isActing || !this.#unsubscribe) return;
    this.#isActing = true;
    const run: Run = { done: new Set(), refused: new Set(), failed: new Set(), reported: new Set(), tell };
    try {
      let wakeAtMs = this.#ask(run);
      while (wakeAtMs === 'again') wakeAtMs = this.#ask(run);
      this.#sleepUntil(wakeAtMs);
    } catch (error) {
      this.#report(run, says('fault.followingReceipts'), error);
    } finally {
      this.#isActing = false;
    }
  }

  /** Fulfils the first wish that can be; without one, returns when to ask again although there is no news. */
  #ask(run: Run): number | null | 'again' {
    const { log, reactions, whenBarred = [] } = this.#options;
    const state = this.#state();
    let wakeAtMs: number | null = null;
    const wakeBy = (atMs: number | null): void => {
      if (atMs !== null) wakeAtMs = Math.min(wakeAtMs ?? atMs, atMs);
    };
    for (const { name, react } of log.signingBarred ? whenBarred : reactions) {
      const reacted = this.#guarded(run, name, () => react(state));
      if (!reacted) continue;
      for (const { what, error } of reacted.failures) this.#report(run, what, error);
      for (const wish of reacted.wishes) if (this.#isFulfilled(run, wish)) return 'again';
      wakeBy(reacted.wakeAtMs);
    }
    if (run.refused.size + run.failed.size > 0) wakeBy(state.nowMs + LONGEST_SLEEP_MS);
    return wakeAtMs;
  }

  #isFulfilled(run: Run, wish: Wish): boolean {
    const key = JSON.stringify(wish);
    if (run.done.has(key) || run.refused.has(key) || run.failed.has(key)) return false;
    try {
      if (wish.do === 'write' && this.#isRefused(wish)) {
        run.refused.add(key);
        return false;
      }
      this.#fulfil(wish);
    } catch (error) {
      run.failed.add(key);
      this.#report(run, wish.why, error);
      return false;
    }
    run.done.add(key);
    run.refused.clear();
    return true;
  }

  #isRefused({ kind, body, isAwaited }: EntryWish): boolean {
    const objection = this.#options.log.objection(kind, { ...body });
    if (objection && isAwaited) throw notWritten(objection);
    return objection !== null;
  }

  #fulfil(wish: Wish): void {
    const { log, beginGeneration, note } = this.#options;
    if (wish.do === 'write') log.append(wish.kind, { ...wish.body });
    else if (wish.do === 'note') note?.(wish);
    else beginGeneration?.();
  }

  #guarded(run: Run, what: Saying, react: () => Reacted): Reacted | null {
    try {
      return react();
    } catch (error) {
      this.#report(run, what, error);
      return null;
    }
  }

  #report(run: Run, what: Saying, error: unknown): void {
    if (!run.tell) throw error;
    const name = inEnglish(what);
    if (run.reported.has(name)) return;
    run.reported.add(name);
    run.tell(what, error);
  }

  #state(): ReactionState {
    const { log, me, clock, storedAtMs } = this.#options;
    const head = log.ownHead();
    const nowMs = clock();
    return {
      book: log.book,
      me,
      head,
      tips: tipsAhead(log.graph, me, head),
      nowMs,
      storedAtMs: (hash) => storedAtMs(hash) ?? nowMs,
    };
  }

  #sleepUntil(atMs: number | null): void {
    this.#callOff?.();
    this.#callOff = null;
    if (atMs === null) return;
    const leftMs = atMs - this.#options.clock();
    this.#callOff = this.#alarm(Math.min(Math.max(0, leftMs) + 1, LONGEST_SLEEP_MS), () => this.act());
  }
}
