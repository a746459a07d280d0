import { describe, expect, it } from 'vitest';
import { SteadyClock } from '#shared/closing/steady-clock.ts';

describe('the clock of deadlines and turns', () => {
  it('goes on at its pace when the system clock is set back', () => {
    let systemMs = 1_000_000;
    const clock = new SteadyClock(() => systemMs);
    systemMs += 500;
    expect(clock.now()).toBe(1_000_500);
    systemMs -= 900_000;
    expect(clock.now()).toBe(1_000_500);
    systemMs += 20;
    expect(clock.now()).toBe(1_000_520);
  });

  it('does not begin before the last time that it stored', () => {
    expect(new SteadyClock(() => 5, 700).now()).toBe(700);
  });
});
