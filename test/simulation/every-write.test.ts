import { describe, expect, it } from 'vitest';
import type { CrashPoint, Scenario, SimEvent } from './scenario.ts';
import { run } from './world.ts';

const POINTS: readonly CrashPoint[] = ['before-store', 'after-store', 'after-send'];

/** Three members, one ballot that needs a withdrawal or not, and a second attempt. */
function cellOfThree(extra: readonly SimEvent[]): Scenario {
  const vote = (who: string, choice: 'APPROVE' | 'REJECT'): SimEvent => ({
    do: 'vote',
    atMs: 100,
    who,
    key: 'P1',
    choice,
  });
  return {
    seed: 1,
    kind: 'every write',
    others: [],
    size: 3,
    f: null,
    floors: 'low',
    finaleAtMs: 3000,
    absent: [],
    events: [
      {
        do: 'propose',
        atMs: 0,
        who: 'alice',
        key: 'P1',
        deadlineMs: 300,
        quorum: 3,
        threshold: [1, 2],
        change: null,
      },
      vote('alice', 'APPROVE'),
      vote('bob', 'REJECT'),
      { do: 'reopen', atMs: 500, who: 'alice', key: 'P1', attempt: 2 },
      ...extra,
    ],
  };
}

describe('a member that crashes at a write', () => {
  it.each(['alice', 'bob', 'carol'])(
    'never signs twice and holds nobody up: %s, at each write and point',
    (who) => {
      let crashes = 0;
      for (const point of POINTS) {
        for (let write = 1; write <= 12; write += 1) {
          for (const forMs of [1, 700]) {
            const { broken, counts } = run(
              cellOfThree([{ do: 'crash-at-write', atMs: 0, who, write, point, forMs }]),
            );
            expect(broken?.message ?? null, `${who}, write ${write}, ${point}, ${forMs} ms`).toBeNull();
            crashes +=
              counts['crashes before store'] + counts['crashes after store'] + counts['crashes after send'];
          }
        }
      }
      expect(crashes).toBeGreaterThan(20);
    },
  );
});
