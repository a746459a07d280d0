import { setTimeout as delay } from 'node:timers/promises';
import { MINUTE_MS } from '#shared/protocol/limits.ts';

/** What one peer may use before it is slowed down. */
export interface WorkLimits {
  /** Time of this thread within a minute, ms. */
  readonly cpuMs: number;
  readonly bytes: number;
}

export const WORK_PER_MINUTE: WorkLimits = { cpuMs: 15_000, bytes: 64 * 1024 * 1024 };

/** The longest pause before one frame: shorter than anybody waits for an acknowledgement. */
const PAUSE_MAX_MS = 5_000;
/** A peer that needed no pause for so long is no longer called slow. */
const SLOW_FOR_MS = MINUTE_MS;

export interface WorkBudgetOptions {
  readonly limits: WorkLimits;
  /** Told when a peer begins to be slowed down, and when that is over. */
  readonly onSlowed: (isSlowed: boolean) => void;
}

/**
 * The work that one peer gives this node, over all of its connections: one piece at a time, and over a minute's budget
 * with pauses, so that others have their turns. Nobody is cut off for it, as it may be honest.
 */
export class WorkBudget {
  readonly #options: WorkBudgetOptions;
  #turn: Promise<void> = Promise.resolve();
  #spent: WorkLimits = { cpuMs: 0, bytes: 0 };
  #atMs = performance.now();
  #slowed: NodeJS.Timeout | null = null;

  constructor(options: WorkBudgetOptions) {
    this.#options = options;
  }

  /** Does a piece of work that came with so many bytes, when its turn has come. */
  run<T>(bytes: number, work: () => T): Promise<T> {
    return this.#inTurn(() => this.doNow(bytes, work));
  }

  /** The same for work that waits for others in between: it counts for `mostMs` at most, as theirs counts, too. */
  runLater<T>(bytes: number, mostMs: number, work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const passed = stopwatch();
      try {
        return await work();
      } finally {
        this.#pay(bytes, Math.min(passed(), mostMs));
      }
    });
  }

  async #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const before = this.#turn;
    let end = (): void => undefined;
    this.#turn = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    try {
      await this.#pause();
      return await work();
    } finally {
      end();
    }
  }

  /** The same at once, for what follows from a piece that had its turn; what is over is paid for by the next. */
  doNow<T>(bytes: number, work: () => T): T {
    const passed = stopwatch();
    try {
      return work();
    } finally {
      this.#pay(bytes, passed());
    }
  }

  #pay(bytes: number, cpuMs: number): void {
    this.#spent = { cpuMs: this.#spent.cpuMs + cpuMs, bytes: this.#spent.bytes + bytes };
  }

  stop(): void {
    if (this.#slowed) clearTimeout(this.#slowed);
    this.#slowed = null;
  }

  async #pause(): Promise<void> {
    const pauseMs = Math.min(this.#overMs(this.#options.limits), PAUSE_MAX_MS);
    if (pauseMs > 0) await this.hold(pauseMs);
  }

  /** Has the peer wait, and says so. */
  async hold(pauseMs: number): Promise<void> {
    const { onSlowed } = this.#options;
    if (this.#slowed) clearTimeout(this.#slowed);
    else onSlowed(true);
    this.#slowed = setTimeout(() => {
      this.#slowed = null;
      onSlowed(false);
    }, SLOW_FOR_MS);
    this.#slowed.unref();
    await delay(pauseMs, undefined, { ref: false });
  }

  /** How long until what was spent is within the budget again. */
  #overMs({ cpuMs, bytes }: WorkLimits): number {
    const nowMs = performance.now();
    const part = (nowMs - this.#atMs) / MINUTE_MS;
    this.#atMs = nowMs;
    this.#spent = {
      cpuMs: Math.max(0, this.#spent.cpuMs - cpuMs * part),
      bytes: Math.max(0, this.#spent.bytes - bytes * part),
    };
    const over = Math.max(this.#spent.cpuMs / cpuMs, this.#spent.bytes / bytes) - 1;
    return over * MINUTE_MS;
  }
}

/** Time that passes, as far as this process was at work in it: a busy computer is no fault of the peer. */
function stopwatch(): () => number {
  const startedMs = performance.now();
  const started = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(started);
    return Math.min(performance.now() - startedMs, (user + system) / 1000);
  };
}
