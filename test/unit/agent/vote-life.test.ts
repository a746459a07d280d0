import { expect, test } from 'vitest';
import { VoteLife } from '../../../electron/node/root/vote-life.ts';

test('what changes while the node stops is looked at by nobody', () => {
  const planned: (() => void)[] = [];
  let looks = 0;
  const life = new VoteLife({
    votes: () => {
      looks += 1;
      return { open: [], standing: () => null };
    },
    felt: () => undefined,
    schedule: (run) => {
      planned.push(run);
      return () => undefined;
    },
  });
  life.changed();
  expect(planned).toHaveLength(1);
  planned[0]?.();
  expect(looks).toBe(1);
  life.stop();
  life.changed();
  expect(planned).toHaveLength(1);
});
