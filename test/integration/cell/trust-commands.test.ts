import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { pollUntil } from '../../support/poll-until.ts';

let folder: string;
let alice: CellHome;
let bob: CellHome;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-trust-'));
  ({ alice, bob } = await twoMembers(folder));
});

afterEach(async () => {
  await Promise.all([alice?.stop(), bob?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

test('two homes endorse, send tokens and see the same figures from the command line', async () => {
  expect(await alice.run('balances')).toEqual({ alice: 100, bob: 100 });
  expect(await alice.run('endorse', 'bob', '--strength', '0.2')).toEqual({ endorsed: 'bob', strength: 0.2 });
  expect(await alice.run('transfer', 'bob', '30', '--note', 'bread')).toEqual({
    to: 'bob',
    amount: 30,
    balance: 70,
  });
  const balances = await pollUntil(
    () => bob.run<Record<string, number>>('balances'),
    ({ bob: his }) => his === 130,
  );
  expect(balances).toEqual({ alice: 70, bob: 130 });
  const rank = await bob.run<Record<string, number>>('rank');
  expect(Object.keys(rank)).toEqual(['bob', 'alice']);
  expect(rank.alice! + rank.bob!).toBeCloseTo(1, 8);
  expect(rank).toEqual(await alice.run('rank'));
  await expect(alice.run('transfer', 'bob', '71')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('You have 70 tokens'),
  });
  await expect(alice.run('transfer', 'bob', '1.5')).rejects.toMatchObject({ code: 2 });
  await expect(alice.run('endorse', 'carol')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not-found'),
  });

  const felt = await bob.run('stimulus', 'visual', '--intensity', '0.8', '--novelty', '0.9');
  expect(felt).toMatchObject({ stimulus: { type: 'visual', intensity: 0.8, novelty: 0.9 } });
  expect(await bob.run('brain')).toMatchObject({ lastAction: (felt as { action: string }).action });
});
