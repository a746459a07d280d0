import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WANTED_PATIENCE_MS, Wanted } from '../../../electron/node/transport/carry/wanted.ts';

let wanted: Wanted;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  wanted = new Wanted();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTime(ms);

describe('what several peers name', () => {
  test('is asked of the first of them, and once', () => {
    expect(wanted.ask('carol', ['a', 'b'])).toEqual({ now: ['a', 'b'], later: [] });
    expect(wanted.ask('dave', ['a', 'c'])).toEqual({ now: ['c'], later: ['a'] });
    expect(wanted.ask('carol', ['a'])).toEqual({ now: [], later: [] });
  });

  test('is asked of the next when the first sends nothing in time, and then of everybody', () => {
    wanted.ask('mallory', ['a']);
    pass(WANTED_PATIENCE_MS);
    expect(wanted.ask('mallory', ['a']).now).toEqual([]);
    expect(wanted.ask('carol', ['a']).now).toEqual(['a']);
    expect(wanted.ask('dave', ['a']).now).toEqual(['a']);
  });

  test('is not waited for where somebody named what it did not send, however often it does so', () => {
    wanted.ask('mallory', ['a']);
    pass(WANTED_PATIENCE_MS);
    wanted.ask('carol', ['a']);
    wanted.forget('mallory');
    expect(wanted.ask('mallory', ['b']).now).toEqual(['b']);
    expect(wanted.ask('carol', ['b']).now).toEqual(['b']);
    pass(600_000);
    expect(wanted.ask('mallory', ['c']).now).toEqual(['c']);
    expect(wanted.ask('carol', ['c']).later).toEqual(['c']);
  });

  test('is waited for three times as long while something comes of whoever was asked, and no longer', () => {
    wanted.ask('carol', ['a', 'b']);
    for (let passed = WANTED_PATIENCE_MS; passed < 3 * WANTED_PATIENCE_MS; passed += 2_500) {
      pass(2_500);
      wanted.brought('carol');
      expect(wanted.ask('dave', ['a']).later).toEqual(['a']);
    }
    pass(10_000);
    wanted.brought('carol');
    expect(wanted.ask('dave', ['a']).now).toEqual(['a']);
  });

  test('is not asked for again when it came, whatever became of it here', () => {
    wanted.ask('carol', ['a']);
    wanted.came('a');
    expect(wanted.ask('dave', ['a'])).toEqual({ now: [], later: [] });
  });

  test('is asked of another at once when the peer that was asked is gone', () => {
    wanted.ask('carol', ['a']);
    wanted.forget('carol');
    expect(wanted.ask('dave', ['a']).now).toEqual(['a']);
  });
});
