import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import type { Knowledge } from '#shared/protocol/closing/known.ts';
import { type Plan, planFor } from '#shared/protocol/closing/next-step.ts';
import { proofDue } from '#shared/protocol/closing/proof.ts';
import type { RoundTimer } from '#shared/protocol/closing/round-timer.ts';
import { tipsAhead } from '#shared/protocol/log/exchange.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { type Alarm, computerAlarm } from '../own-feed/alarm.ts';

/** What is asked of a log. */
export type ClosingLog = Pick<
  IntegrityLog,
  'book' | 'graph' | 'ownHead' | 'append' | 'objection' | 'subscribe' | 'signingBarred'
>;

export interface ClosingRunnerOptions {
  readonly log: ClosingLog;
  readonly me: string;
  /** Does not go back (CellClock); ms since the epoch. */
  readonly clock: () => number;
  /** When this node stored an entry, by that clock. */
  readonly storedAtMs: (hash: string) => number | null;
  /** Told what one slot threw, which the others do not wait for; without it, that is thrown. */
  readonly failed?: (slot: string, error: unknown) => void;
  /** Default: the computer's. */
  readonly alarm?: Alarm;
}

const LONGEST_SLEEP_MS = 60_000;

/**
 * Does this member's part in closing every open ballot: closes, signs and confirms when the rules say so. Round
 * timers are not stored; every entry is on disk before it is sent.
 */
export class ClosingRunner {
  readonly #options: ClosingRunnerOptions;
  readonly #over = new Set<string>();
  readonly #timers = new Map<string, RoundTimer>();
  readonly #alarm: Alarm;
  #callOff: (() => void) | null = null;
  #unsubscribe: (() => void) | null = null;
  #acting = false;

  constructor(options: ClosingRunnerOptions) {
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
    if (this.#acting || !this.#unsubscribe || this.#options.log.signingBarred) return;
    this.#acting = true;
    try {
      let known = this.#prove();
      let wakeAtMs: number | null = null;
      for (const slot of known.book.slots()) {
        if (this.#isOver(known, slot)) continue;
        const before = known;
        const dueAtMs = this.#guarded(slot, () => this.#actIn(slot, before));
        if (this.#options.log.ownHead() !== known.head) known = this.#knowledge();
        if (dueAtMs !== null) wakeAtMs = Math.min(wakeAtMs ?? dueAtMs, dueAtMs);
      }
      this.#sleepUntil(wakeAtMs);
    } finally {
      this.#acting = false;
    }
  }

  /** Writes what is due in one slot; returns when to look again, or null. */
  #actIn(slot: string, known: Knowledge): number | null {
    let plan = this.#plan(known, slot);
    // What our own rules refuse is waited with: asked for again at every news, it would be written for ever.
    while (plan.step && !this.#options.log.objection(plan.step.kind, { ...plan.step.body })) {
      this.#options.log.append(plan.step.kind, { ...plan.step.body });
      plan = this.#plan(this.#knowledge(), slot);
    }
    return plan.wakeAtMs;
  }

  #guarded(slot: string, run: () => number | null): number | null {
    try {
      return run();
    } catch (error) {
      if (!this.#options.failed) throw error;
      this.#options.failed(slot, error);
      return null;
    }
  }

  /** First of all: a final state may rest on entries of an author who turns out to have forked. Returns what is known then. */
  #prove(): Knowledge {
    for (;;) {
      const known = this.#knowledge();
      const proof = proofDue(known.book, known.me, known.head, known.tips);
      if (!proof || this.#options.log.objection('proof', proof)) return known;
      this.#options.log.append('proof', proof);
    }
  }

  /** A certificate ends a slot for good, as long as nobody has forked. Old decisions cost nothing at every news. */
  #isOver({ book }: Knowledge, slot: string): boolean {
    if (book.graph.forkedAuthors().length > 0) return false;
    if (this.#over.has(slot)) return true;
    if (certificates(book, everything, slot).length === 0) return false;
    this.#over.add(slot);
    return true;
  }

  #plan(known: Knowledge, slot: string): Plan {
    const plan = planFor(known, slot, this.#timers.get(slot) ?? null);
    if (plan.timer) this.#timers.set(slot, plan.timer);
    return plan;
  }

  #knowledge(): Knowledge {
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
    const delayMs = Math.min(Math.max(0, atMs - this.#options.clock()) + 1, LONGEST_SLEEP_MS);
    this.#callOff = this.#alarm(delayMs, () => this.act());
  }
}
