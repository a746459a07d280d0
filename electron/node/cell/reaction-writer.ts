import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import { inEnglish, type Saying, says } from '#shared/protocol/saying.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { type Alarm, computerAlarm } from './own-feed/alarm.ts';
import type { Reacted, Reaction, ReactionState, Wish } from './reactions/reaction.ts';

/** What is asked of a log. */
export type ReactingLog = Pick<
  IntegrityLog,
  'book' | 'graph' | 'ownHead' | 'append' | 'objection' | 'subscribe' | 'signingBarred'
>;

export interface ReactionWriterOptions {
  readonly log: ReactingLog;
  readonly me: string;
  /** Does not go back (CellClock); ms since the epoch. */
  readonly clock: () => number;
  /** When this node stored an entry, by that clock. */
  readonly storedAtMs: (hash: string) => number | null;
  /** In the order in which they are asked. */
  readonly reactions: readonly Reaction[];
  /** Told what could not be looked at or written, for which nothing else waits; without it, that is thrown. */
  readonly failed?: (what: Saying, error: unknown) => void;
  /** Default: the computer's. */
  readonly alarm?: Alarm;
}

/** So long a clock may be set or a computer sleep unnoticed, and so long is what could not be written left alone. */
const LONGEST_SLEEP_MS = 60_000;

/** What has been tried since something new was known. */
interface Run {
  /** Signed: whoever wishes for one of these again got nothing by it. */
  readonly signed: Set<string>;
  /** The rules refuse them, as long as nothing else is written. */
  readonly refused: Set<string>;
  /** Threw. */
  readonly failed: Set<string>;
  readonly reported: Set<string>;
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

  /** Writes all that is due now, and sets the alarm for what is due later. */
  act(): void {
    // Its own entries are news as well.
    if (this.#isActing || !this.#unsubscribe) return;
    this.#isActing = true;
    const run: Run = { signed: new Set(), refused: new Set(), failed: new Set(), reported: new Set() };
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
    if (this.#options.log.signingBarred) return null;
    const state = this.#state();
    let wakeAtMs: number | null = null;
    const wakeBy = (atMs: number | null): void => {
      if (atMs !== null) wakeAtMs = Math.min(wakeAtMs ?? atMs, atMs);
    };
    for (const { name, react } of this.#options.reactions) {
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
    const { log } = this.#options;
    const { kind, why } = wish;
    const key = JSON.stringify([kind, wish.body]);
    if (run.signed.has(key) || run.refused.has(key) || run.failed.has(key)) return false;
    const body = { ...wish.body };
    try {
      if (log.objection(kind, body)) {
        run.refused.add(key);
        return false;
      }
      log.append(kind, body);
    } catch (error) {
      run.failed.add(key);
      this.#report(run, why, error);
      return false;
    }
    run.signed.add(key);
    run.refused.clear();
    return true;
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
    const { failed } = this.#options;
    if (!failed) throw error;
    const name = inEnglish(what);
    if (run.reported.has(name)) return;
    run.reported.add(name);
    failed(what, error);
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
