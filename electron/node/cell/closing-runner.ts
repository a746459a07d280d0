import { pastOf } from '#shared/closing/ballot.ts';
import { type Knowledge, planFor, type RoundTimer } from '#shared/closing/next-step.ts';
import { ballotState } from '#shared/closing/proposal-state.ts';
import type { GraphNode } from '#shared/log/entry-graph.ts';
import { seenSince } from '#shared/log/exchange.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';

export interface ClosingRunnerOptions {
  readonly log: IntegrityLog;
  readonly me: string;
  readonly clock: () => number;
  /** When this node stored an entry, ms since the epoch. */
  readonly storedAtMs: (hash: string) => number | null;
}

const FINAL = new Set(['passed', 'failed', 'expired', 'withdrawn', 'superseded', 'forked']);
const LONGEST_SLEEP_MS = 60_000;

/**
 * Does this member's part in closing every open ballot: closes, signs and confirms when the rules say so. Round
 * timers are not stored; every entry is on disk before it is sent.
 */
export class ClosingRunner {
  readonly #options: ClosingRunnerOptions;
  readonly #timers = new Map<string, RoundTimer>();
  #wake: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;
  #acting = false;
  /** Clocks are set back sometimes; this one is not. */
  #latestMs = 0;

  constructor(options: ClosingRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unsubscribe ??= this.#options.log.subscribe(() => this.act());
    this.act();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    if (this.#wake) clearTimeout(this.#wake);
    this.#wake = null;
  }

  /** Writes all that is due now, and sets the alarm for what is due later. */
  act(): void {
    if (this.#acting || !this.#unsubscribe || this.#options.log.signingBarred) return;
    this.#acting = true;
    try {
      let wakeAtMs: number | null = null;
      for (const { open } of this.#options.log.book.ballots()) {
        const due = this.#finish(open.hash);
        if (due !== null) wakeAtMs = Math.min(wakeAtMs ?? due, due);
      }
      this.#sleepUntil(wakeAtMs);
    } finally {
      this.#acting = false;
    }
  }

  #finish(hash: string): number | null {
    const { log, storedAtMs } = this.#options;
    const ballot = log.book.ballot(hash);
    if (!ballot || FINAL.has(ballotState(log.book, hash).state)) return null;
    for (;;) {
      const known = this.#knowledge();
      const plan = planFor(
        known,
        ballot,
        storedAtMs(hash) ?? known.nowMs,
        this.#timers.get(ballot.slot) ?? null,
      );
      if (plan.timer) this.#timers.set(ballot.slot, plan.timer);
      if (!plan.step) return plan.wakeAtMs;
      log.append(plan.step.kind, { ...plan.step.body });
    }
  }

  #knowledge(): Knowledge {
    const { log, me, clock } = this.#options;
    this.#latestMs = Math.max(this.#latestMs, clock());
    const head = log.ownHead();
    const seen = Object.values(seenSince(log.graph, me, head))
      .flat()
      .map((hash) => log.graph.get(hash));
    const parents = [head, ...seen].filter((node): node is GraphNode => node !== null && node !== undefined);
    return { book: log.book, me, head, past: pastOf(log.graph, parents), nowMs: this.#latestMs };
  }

  #sleepUntil(atMs: number | null): void {
    if (this.#wake) clearTimeout(this.#wake);
    this.#wake = null;
    if (atMs === null) return;
    const delayMs = Math.min(Math.max(0, atMs - this.#options.clock()) + 1, LONGEST_SLEEP_MS);
    this.#wake = setTimeout(() => this.act(), delayMs);
  }
}
