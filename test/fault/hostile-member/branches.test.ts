import { expect, test } from 'vitest';
import { BROUGHT_MAX, UNCITED_MAX } from '#shared/protocol/log/branch-limits.ts';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { branchOff, twoMoreBranches } from '../../support/hostile/attacks.ts';
import { HONEST, hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { decide, expectWell, snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

const cell = hostileCell();

/** Branches of her feed that a home holds, by what stands at their beginning. */
async function branchesAt(home: CellHome): Promise<number> {
  const page = { before: null, limit: 500, author: cell().hostile.scid };
  const { receipts } = await home.ask('log.page', page);
  return receipts.filter(({ kind }) => kind === 'note' || kind === 'restored').length - 1;
}

async function expectNamed(): Promise<void> {
  for (const home of cell().honest)
    await pollUntil(
      async () => (await snapshot(home)).cell?.forked,
      (forked) => forked?.join() === 'mallory',
    );
}

test('three branches, two of them of one generation, of which members hear at different times', async () => {
  const { honest, hostile } = cell();
  const [alice, bob, carol] = honest;
  const from = hostile.write('note', { text: 'here it parts' });
  await decide(honest);
  const before = await branchesAt(alice);
  const [fork, other, restored] = [0, 0, 7].map((gen) => () => branchOff(hostile, from, gen));
  /** Who is here hears of some branches, and writes something that cites them. */
  const hear = async (homes: readonly CellHome[], ...branches: ((() => void) | undefined)[]) => {
    for (const branch of branches) branch?.();
    for (const home of homes) {
      await pollUntil(
        () => branchesAt(home),
        (held) => held >= before + branches.length,
        30_000,
      );
      const title = `${home.name} has heard of ${branches.length}`;
      await home.ask('governance.propose', { title, text: '', open: false });
    }
  };
  await carol.stop();
  await hear([alice, bob], fork);
  await Promise.all([alice.stop(), bob.stop()]);
  await carol.start('--accept-joins');
  await hear([carol], restored, other);
  await Promise.all([alice, bob].map((home) => home.start('--accept-joins')));
  await expectWell(honest, { names: NAMES });
  await expectNamed();
});

test('many ends of her feed part nobody, and all name her as the one who forked', async () => {
  const { honest, hostile } = cell();
  const from = hostile.write('note', { text: 'here it parts again' });
  for (let pair = 0; pair < 10; pair += 1) {
    twoMoreBranches(hostile, from);
    // Each decision cites what was seen until then, as far as its authors may.
    await decide(honest);
  }
  for (let gen = 8; gen < 12; gen += 1)
    for (let branch = 0; branch < 2; branch += 1) branchOff(hostile, from, gen);
  await expectWell(honest, { names: NAMES, restart: honest[2] });
  await expectNamed();
  for (const home of honest) {
    const held = await branchesAt(home);
    // Some were brought in by what others wrote; how many differ depends on who heard of which first.
    expect(held).toBeGreaterThan(UNCITED_MAX);
    // Where they part stands in the feed as well, once in each test.
    expect(held).toBeLessThanOrEqual(BROUGHT_MAX * HONEST.length + UNCITED_MAX + 1);
  }
});
