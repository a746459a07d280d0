import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns, type TurnsOptions } from '../../../electron/node/transport/link/turns.ts';

const TAKES_MS = 1_500;
let ran: string[];
let turns: Turns<string>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  ran = [];
});

afterEach(() => {
  turns.clear();
  vi.useRealTimers();
});

/** Items are texts; each takes a while, and comes to nothing. */
function make(options: Partial<TurnsOptions<string>> = {}): Turns<string> {
  turns = new Turns({
    keyOf: (item) => item,
    targetOf: (item) => item,
    gapMs: 2_000,
    isWanted: () => true,
    run: (item) => {
      ran.push(item);
      return new Promise((resolve) => setTimeout(resolve, TAKES_MS));
    },
    atOnce: 1,
    perSource: { burst: 1_000, perMinute: 1_000 },
    inAll: { burst: 1_000, perMinute: 1_000 },
    itemsMax: 8,
    sourcesMax: 4,
    ...options,
  });
  return turns;
}

describe('Turns', () => {
  it('serve those who ask in turn, however much one of them asks for', async () => {
    make();
    for (let flood = 0; flood < 1_000; flood += 1) turns.ask('stranger', `false ${flood}`);
    turns.ask('member', 'true');
    await vi.advanceTimersByTimeAsync(2 * TAKES_MS + 100);
    // One was under way, one had its turn.
    expect(ran).toHaveLength(3);
    expect(ran[2]).toBe('true');
  });

  it('keep the newest of what one asks for, and forget those who are silent for those who speak', async () => {
    make();
    for (let item = 0; item < 100; item += 1) turns.ask('one', `${item}`);
    for (const other of ['two', 'three', 'four']) turns.ask(other, other);
    await vi.advanceTimersByTimeAsync(0);
    for (const late of ['five', 'six']) turns.ask(late, late);
    await vi.advanceTimersByTimeAsync(30 * TAKES_MS);
    // What began before there was more to choose from, and eight of the newest that waited, at most.
    const ofOne = ran.filter((item) => /^\d/.test(item));
    expect(ofOne.length).toBeLessThanOrEqual(9);
    expect(ran).not.toContain('2');
    expect(ran).toEqual(expect.arrayContaining(['five', 'six']));
  });

  it('have a rate for each source, and one for all', async () => {
    make({ perSource: { burst: 2, perMinute: 6 }, itemsMax: 100, gapMs: 0 });
    for (let item = 0; item < 100; item += 1) turns.ask('one', `${item}`);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ran.length).toBeGreaterThanOrEqual(7);
    expect(ran.length).toBeLessThanOrEqual(9);
    turns.clear();
    ran = [];
    make({ inAll: { burst: 3, perMinute: 6 }, gapMs: 0, sourcesMax: 100 });
    for (let source = 0; source < 100; source += 1) turns.ask(`${source}`, `${source}`);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ran.length).toBeGreaterThanOrEqual(8);
    expect(ran.length).toBeLessThanOrEqual(10);
  });

  it('do not try one thing again at once, whoever asks for it', async () => {
    make({ atOnce: 4, gapMs: 10_000 });
    for (const source of ['one', 'two', 'three']) turns.ask(source, 'there');
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ran).toEqual(['there']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ran).toEqual(['there', 'there']);
  });

  it('try again by themselves for a while, and then when it is asked for', async () => {
    make({ retryMs: (tries) => (tries < 3 ? tries * 3_000 : null) });
    turns.ask('one', 'there');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ran).toHaveLength(3);
    turns.ask('one', 'there');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ran).toHaveLength(6);
    turns.revive();
    await vi.advanceTimersByTimeAsync(100);
    expect(ran).toHaveLength(7);
  });

  it('leave out what nobody needs, and wait with what cannot be done now', async () => {
    let free = false;
    make({ isWanted: (item) => item !== 'met', isFree: () => free });
    turns.ask('one', 'met');
    turns.ask('one', 'busy');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ran).toEqual([]);
    free = true;
    await vi.advanceTimersByTimeAsync(200);
    expect(ran).toEqual(['busy']);
  });
});
