import { describe, expect, it } from 'vitest';
import { addressGroup, StrangerBudget } from '../../../electron/node/transport/link/stranger-budget.ts';
import { TestClock } from '../../support/messaging.ts';

describe('What strangers may ask', () => {
  it('is a share for each address: one with keys without end leaves the others theirs', () => {
    const clock = new TestClock();
    const budget = new StrangerBudget(clock.now);
    let taken = 0;
    for (let second = 0; second < 60; second += 1) {
      for (let key = 0; key < 50; key += 1) {
        if (budget.take(`key ${second} ${key}`, '10.77.0.9')) taken += 1;
      }
      // A newcomer that waits asks every other second.
      if (second % 2 === 0) expect(budget.take('newcomer', '10.77.0.2')).toBe(true);
      clock.advance(1_000);
    }
    expect(taken).toBeLessThan(110);
  });

  it('is a share for each key behind one address', () => {
    const budget = new StrangerBudget(new TestClock().now);
    const asked = Array.from({ length: 15 }, () => budget.take('one', '10.77.0.2'));
    expect(asked.filter(Boolean)).toHaveLength(10);
    expect(budget.take('other', '10.77.0.2')).toBe(true);
  });

  it('is bounded for many addresses, and what is kept of them, too', () => {
    const budget = new StrangerBudget(new TestClock().now);
    let taken = 0;
    for (let at = 0; at < 2_000; at += 1) {
      if (budget.take(`key ${at}`, `10.${at >> 8}.0.${at & 255}`)) taken += 1;
    }
    expect(taken).toBe(300);
  });

  it.each([
    ['10.77.0.2', '10.77.0.2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:0db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('counts %s as %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});
