import { describe, expect, it } from 'vitest';
import { DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import { ClockWitnesses, isBorneOut } from '#shared/protocol/closing/clock-witnesses.ts';
import { ConfirmedClock, JUMP_MS, knownTime } from '#shared/protocol/closing/confirmed-clock.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON = 1_800_000_000_000;

/** A computer whose clock may be set, and which runs on meanwhile. */
function computer() {
  let readMs = NOON;
  let uptimeMs = 5_000;
  let isConfirmed = false;
  const clock = new ConfirmedClock({
    clock: () => readMs,
    uptime: () => uptimeMs,
    fromMs: NOON,
    isConfirmed: () => isConfirmed,
  });
  return {
    clock,
    runs: (ms: number) => {
      readMs += ms;
      uptimeMs += ms;
    },
    sets: (byMs: number) => {
      readMs += byMs;
    },
    confirm: () => {
      isConfirmed = true;
    },
  };
}

describe('the clock of deadlines and turns', () => {
  it('goes on at its pace when the system clock is set back, and when that is mended', () => {
    const { clock, runs, sets } = computer();
    runs(500);
    expect(clock.now()).toBe(NOON + 500);
    sets(-3 * DAY_MS);
    runs(20);
    expect(clock.now()).toBe(NOON + 520);
    expect(clock.aheadMs()).toBe(-3 * DAY_MS);
    sets(3 * DAY_MS);
    runs(20);
    expect(clock.now()).toBe(NOON + 540);
    expect(clock.aheadMs()).toBe(0);
  });

  it('goes on at its pace when the system clock is set forward, until that is confirmed', () => {
    const { clock, runs, sets, confirm } = computer();
    sets(3 * DAY_MS);
    expect(clock.now()).toBe(NOON);
    runs(HOUR_MS);
    expect(clock.now()).toBe(NOON + HOUR_MS);
    expect(clock.aheadMs()).toBe(3 * DAY_MS);
    confirm();
    expect(clock.now()).toBe(NOON + HOUR_MS + 3 * DAY_MS);
    expect(clock.aheadMs()).toBe(0);
  });

  it('forgets a jump that is mended, and asks nobody about small ones', () => {
    const { clock, sets } = computer();
    sets(3 * DAY_MS);
    expect(clock.now()).toBe(NOON);
    sets(-3 * DAY_MS);
    expect(clock.aheadMs()).toBe(0);
    sets(JUMP_MS);
    expect(clock.now()).toBe(NOON + JUMP_MS);
  });
});

describe('what is known of the time at a start', () => {
  const mark = { nowMs: NOON, uptimeMs: HOUR_MS };

  it('is the last mark, and what the computer has been up since', () => {
    const now = { nowMs: NOON + 3 * DAY_MS, uptimeMs: 9 * HOUR_MS };
    expect(knownTime(mark, NOON - DAY_MS, now)).toBe(NOON + 8 * HOUR_MS);
    // It was off.
    expect(knownTime(mark, NOON - DAY_MS, { ...now, uptimeMs: 60_000 })).toBe(NOON);
    // Another computer, which has been up for longer than its clock says.
    expect(knownTime(mark, NOON - DAY_MS, { nowMs: NOON + HOUR_MS, uptimeMs: 99 * DAY_MS })).toBe(
      NOON + HOUR_MS,
    );
    expect(knownTime(mark, NOON - DAY_MS, { nowMs: NOON - DAY_MS, uptimeMs: 99 * DAY_MS })).toBe(NOON);
  });

  it('is what was stored last without a mark, and the clock’s where nothing was stored', () => {
    const now = { nowMs: NOON + 3 * DAY_MS, uptimeMs: 60_000 };
    expect(knownTime(null, NOON + 5, now)).toBe(NOON + 5);
    expect(knownTime(mark, NOON + 5, now)).toBe(NOON + 5);
    expect(knownTime(mark, 0, now)).toBe(NOON + 3 * DAY_MS);
  });
});

describe('members’ clocks', () => {
  const epoch = (n: number, f: number | null = null): Epoch =>
    ({
      members: Array.from({ length: n }, (_, at) => ({ scid: `m${at}` })),
      rules: { ...DEFAULT_CELL_RULES, f },
    }) as unknown as Epoch;
  /** The first member's own clock is three days ahead; m1 and so on read so many milliseconds. */
  function says(present: Epoch, ...readMs: number[]): boolean {
    const witnesses = new ClockWitnesses(() => 0);
    readMs.forEach((ms, at) => {
      witnesses.heard(`m${at + 1}`, ms);
    });
    return isBorneOut(witnesses.about(NOON + 3 * DAY_MS, present), present);
  }
  const agrees = NOON + 3 * DAY_MS + 60_000;

  it('confirm by more than may be hostile, and by more than contradict', () => {
    expect(says(epoch(3))).toBe(false);
    expect(says(epoch(3), agrees)).toBe(true);
    expect(says(epoch(3), NOON)).toBe(false);
    expect(says(epoch(3), agrees, NOON)).toBe(false);
    expect(says(epoch(4), agrees)).toBe(false);
    expect(says(epoch(4), agrees, agrees)).toBe(true);
    expect(says(epoch(5, 0), agrees, agrees, NOON)).toBe(true);
    expect(says(epoch(7), agrees, agrees)).toBe(false);
  });

  it('are not asked where there is nobody else, and not of who is no member', () => {
    expect(says(epoch(1))).toBe(true);
    expect(says(epoch(2), NOON, agrees)).toBe(false);
    expect(says(epoch(2), agrees, NOON)).toBe(true);
  });

  it('were compared before this computer’s was set, and are not moved by it', () => {
    let uptimeMs = 0;
    const witnesses = new ClockWitnesses(() => uptimeMs);
    witnesses.heard('m1', NOON);
    uptimeMs = HOUR_MS;
    expect(witnesses.about(NOON + HOUR_MS, epoch(2))).toEqual({ agree: ['m1'], disagree: [] });
    expect(witnesses.about(NOON + DAY_MS, epoch(2))).toEqual({ agree: [], disagree: ['m1'] });
  });
});
