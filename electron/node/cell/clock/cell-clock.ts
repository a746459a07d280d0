import { z } from 'zod';
import { ClockWitnesses, isBorneOut, type Testimony } from '#shared/protocol/closing/clock-witnesses.ts';
import { type ClockMark, ConfirmedClock, knownTime } from '#shared/protocol/closing/confirmed-clock.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { SettingsStore } from '../../store/settings-store.ts';

const MARK_KEY = 'clock';
const Mark = z.object({ nowMs: z.int(), uptimeMs: z.int() });

/** How often it is looked whether the clock jumped. */
const LOOK_MS = 60_000;
/** How much of the time that has passed may be forgotten by a power cut. */
const MARK_MS = 5 * 60_000;
/** Computers' clocks drift by less between two looks. */
const CHANGE_MS = 30_000;

export interface CellClockOptions {
  readonly settings: SettingsStore;
  readonly clock: () => number;
  readonly uptime: () => number;
  /** The latest time at which something was stored for the cell, 0 if nothing was. */
  readonly storedMs: number;
  readonly epoch: () => Epoch | null;
  /** The clock jumped, or what it reads was confirmed or contradicted. */
  readonly changed: () => void;
}

/** The time by which this node does its part in a cell: the computer's, as far as marks and members bear it out. */
export class CellClock {
  readonly #options: CellClockOptions;
  readonly #witnesses: ClockWitnesses;
  readonly #confirmed: ConfirmedClock;
  #timer: NodeJS.Timeout | null = null;
  #markedAtMs = 0;
  #aheadMs = 0;

  constructor(options: CellClockOptions) {
    this.#options = options;
    const { settings, clock, uptime, storedMs, epoch } = options;
    this.#witnesses = new ClockWitnesses(uptime);
    this.#confirmed = new ConfirmedClock({
      clock,
      uptime,
      fromMs: knownTime(settings.get<ClockMark | null>(MARK_KEY, Mark, null), storedMs, {
        nowMs: clock(),
        uptimeMs: uptime(),
      }),
      isConfirmed: (readMs) => {
        const members = epoch();
        return members !== null && isBorneOut(this.#witnesses.about(readMs, members), members);
      },
    });
  }

  readonly now = (): number => this.#confirmed.now();

  /** How far the computer's clock is ahead of what is borne out; 0 for little. */
  aheadMs(): number {
    return this.#confirmed.aheadMs();
  }

  /** Which members' clocks agree with the computer's. */
  testimony(epoch: Epoch): Testimony {
    return this.#witnesses.about(this.#options.clock(), epoch);
  }

  /** How far a member's clock is ahead of the computer's as that is set now; null before it was heard. */
  aheadOf(scid: string): number | null {
    const readMs = this.#witnesses.reads(scid);
    return readMs === null ? null : Math.round(readMs - this.#options.clock());
  }

  /** What a member's clock reads. */
  heard(scid: string, readMs: number): void {
    const wasInDoubt = this.#aheadMs !== 0;
    this.#witnesses.heard(scid, readMs);
    this.#look(wasInDoubt);
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#aheadMs = this.aheadMs();
    // First: a mark that cannot be written now is written at a later look.
    this.#timer = setInterval(() => this.#look(false), LOOK_MS);
    this.#timer.unref();
    this.#mark();
  }

  stop(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#mark();
  }

  #look(isNews: boolean): void {
    const aheadMs = this.aheadMs();
    const hasJumped = Math.abs(aheadMs - this.#aheadMs) > CHANGE_MS;
    this.#aheadMs = aheadMs;
    if (isNews || hasJumped) this.#options.changed();
    if (this.#timer !== null && Math.abs(this.now() - this.#markedAtMs) >= MARK_MS) this.#mark();
  }

  #mark(): void {
    const nowMs = this.now();
    const mark: ClockMark = { nowMs, uptimeMs: this.#options.uptime() };
    this.#options.settings.set(MARK_KEY, mark);
    this.#markedAtMs = nowMs;
  }
}
