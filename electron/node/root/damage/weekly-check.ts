import { z } from 'zod';
import { checkFile } from '../../store/check-file.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { isDamage } from './met-damage.ts';

export interface WeeklyCheckOptions {
  readonly path: string;
  readonly settings: SettingsStore;
  readonly nowMs: () => number;
  /** When anything last changed in the node. */
  readonly busyAtMs: () => number;
  readonly told: (check: { readonly tookMs: number; readonly isWhole: boolean }) => void;
  /** Something cannot be read. */
  readonly damaged: () => void;
  /** Anything else that was in its way. */
  readonly failed: (error: unknown) => void;
}

const KEY = 'database-checked-at';
const WEEK_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;
/** So long nothing has happened: then nobody waits for the disk. */
const IDLE_MS = 2 * 60_000;
const LOOK_MS = 60_000;

/**
 * Reads all of the database once a week, while the node has nothing else to do: what is damaged in rows that nobody
 * looks at would be found when it is too late to fetch them. Each start of a node reads it, too.
 */
export class WeeklyCheck {
  readonly #options: WeeklyCheckOptions;
  #timer: NodeJS.Timeout | null = null;
  #run: AbortController | null = null;

  constructor(options: WeeklyCheckOptions) {
    this.#options = options;
  }

  /** It was read just now. */
  begin(): void {
    const { settings, nowMs } = this.#options;
    settings.set(KEY, nowMs());
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#run?.abort();
  }

  /** Checks it if that is due. Never rejects. */
  async look(): Promise<void> {
    const { path, settings, nowMs, told, damaged, failed } = this.#options;
    if (this.#run || !this.#isDue()) return;
    const run = new AbortController();
    this.#run = run;
    try {
      const startedMs = performance.now();
      const fault = await checkFile(path, 'quick_check', run.signal);
      told({ tookMs: Math.round(performance.now() - startedMs), isWhole: fault === null });
      if (fault === null) settings.set(KEY, nowMs());
      else damaged();
    } catch (error) {
      if (isDamage(error)) damaged();
      else if (!run.signal.aborted) failed(error);
    } finally {
      this.#run = null;
    }
  }

  /** A node that is never idle is not left out for ever. */
  #isDue(): boolean {
    const { settings, nowMs, busyAtMs } = this.#options;
    const now = nowMs();
    // A clock that was set back must not put it off for years.
    const since = now - settings.get(KEY, z.number(), 0);
    const overdueMs = since < 0 ? WEEK_MS : since - WEEK_MS;
    return overdueMs >= 0 && (now - busyAtMs() >= IDLE_MS || overdueMs >= DAY_MS);
  }
}
