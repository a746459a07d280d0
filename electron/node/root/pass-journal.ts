import { z } from 'zod';
import { type PassHour, PassHour as PassHourSchema, type SyncPass } from '#shared/contract/domain/cell.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import type { SettingsStore } from '../store/settings-store.ts';

/** Passes that are told of singly. */
const PASSES_KEPT = 50;
/** A day, and the hour that runs. */
const HOURS_KEPT = 25;
/** The counts of so long may be lost in a crash, or of longer where nothing went over since. */
const KEPT_EVERY_MS = 1_000;
const KEY = 'pass-hours';
const Hours = z.array(PassHourSchema).max(HOURS_KEPT);

/** What went over: the newest passes one by one, and what each hour of the last day brought, over restarts. */
export class PassJournal {
  readonly #settings: SettingsStore;
  #passes: SyncPass[] = [];
  #hours: PassHour[];
  #isKept = true;
  /** By a clock that nobody sets. */
  #keptAtMs = Number.NEGATIVE_INFINITY;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
    this.#hours = settings.get(KEY, Hours, []);
  }

  /** The newest first. */
  passes(): SyncPass[] {
    return this.#passes;
  }

  /** The oldest first; hours in which nothing went over are left out. */
  hours(): PassHour[] {
    return this.#hours;
  }

  add(pass: SyncPass): void {
    this.#passes = [pass, ...this.#passes].slice(0, PASSES_KEPT);
    const items = pass.receiptsIn + pass.receiptsOut + pass.messagesIn + pass.messagesOut;
    if (items === 0) return;
    const hour = Math.floor(pass.atMs / HOUR_MS);
    const before = this.#hours.find((one) => one.hour === hour)?.items ?? 0;
    this.#hours = [...this.#hours.filter((one) => one.hour !== hour), { hour, items: before + items }]
      .filter((one) => one.hour > hour - HOURS_KEPT)
      .sort((a, b) => a.hour - b.hour)
      .slice(-HOURS_KEPT);
    this.#isKept = false;
    // Each is a commit: where texts go to and fro, one for each pass would be most of what they cost.
    if (performance.now() - this.#keptAtMs >= KEPT_EVERY_MS) this.keep();
  }

  /** Writes down what is not yet. Throws what the store throws. */
  keep(): void {
    if (this.#isKept) return;
    this.#settings.set(KEY, this.#hours);
    this.#isKept = true;
    this.#keptAtMs = performance.now();
  }
}
