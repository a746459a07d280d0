import { z } from 'zod';
import { type PassHour, PassHour as PassHourSchema, type SyncPass } from '#shared/contract/domain/cell.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import type { SettingsStore } from '../store/settings-store.ts';

/** Passes that are told of singly. */
const PASSES_KEPT = 50;
/** A day, and the hour that runs. */
const HOURS_KEPT = 25;
const KEY = 'pass-hours';
const Hours = z.array(PassHourSchema).max(HOURS_KEPT);

/** What went over: the newest passes one by one, and what each hour of the last day brought, over restarts. */
export class PassJournal {
  readonly #settings: SettingsStore;
  #passes: SyncPass[] = [];
  #hours: PassHour[];

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
    this.#settings.set(KEY, this.#hours);
  }
}
