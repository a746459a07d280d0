import { expect, test } from 'vitest';
import { twoMoreBranches } from '../../support/hostile/attacks.ts';
import { hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { decide, expectWell, snapshot } from '../../support/hostile/quick-cell.ts';

const cell = hostileCell();

test('many ends of her feed part nobody, and all name her as the one who forked', async () => {
  const { honest, hostile } = cell();
  const from = hostile.write('note', { text: 'here it parts' });
  for (let pair = 0; pair < 10; pair += 1) {
    twoMoreBranches(hostile, from);
    // Each decision cites what was seen until then, so that two more are taken.
    await decide(honest);
  }
  // More than one frame of tips named before: honest entries have brought in all of them.
  for (const home of honest) {
    const page = { before: null, limit: 500, author: hostile.scid };
    const ends = (await home.ask('log.page', page)).receipts.filter(({ kind }) => kind === 'note').length - 1;
    expect(ends).toBeGreaterThan(16);
  }
  await expectWell(honest, { names: NAMES, restart: honest[2] });
  for (const home of honest) expect((await snapshot(home)).cell?.forked).toEqual(['mallory']);
});
