import { setTimeout as delay } from 'node:timers/promises';

/** What one peer may use before it is slowed down. */
export interface WorkLimits {
  /** Time of this thread within a minute, ms. */
  readonly cpuMs: number;
  readonly bytes: number;
}

export const WORK_PER_MINUTE: WorkLimits = { cpuMs: 15_000, bytes: 32 * 1024 * 1024 };

const MINUTE_MS = 60_000;
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
  async run<T>(bytes: number, work: () => T): Promise<T> {
    const before = this.#turn;
    let end = (): void => undefined;
    this.#turn = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    try {
      await this.#pause();
      return this.doNow(bytes, work);
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
      const { cpuMs, bytes: spent } = this.#spent;
      this.#spent = { cpuMs: cpuMs + passed(), bytes: spent + bytes };
    }
  }

  stop(): void {
    if (this.#slowed) clearTimeout(this.#slowed);
    this.#slowed = null;
  }

  async #pause(): Promise<void> {
    const { limits, onSlowed } = this.#options;
    const pauseMs = Math.min(this.#overMs(limits), PAUSE_MAX_MS);
    if (pauseMs <= 0) return;
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
