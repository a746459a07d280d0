import { expect, test } from 'vitest';
import { junkThatWaits, writeAsSomebodyElse } from '../../support/hostile/attacks.ts';
import { HONEST, hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { expectWell, snapshot } from '../../support/hostile/quick-cell.ts';

const cell = hostileCell();

test('rows in the names of others silence none of them', async () => {
  const { honest, hostile } = cell();
  for (const name of HONEST) writeAsSomebodyElse(hostile, name);
  await expectWell(honest, { names: NAMES, restart: honest[0] });
  await expectWell(honest, { names: NAMES, restart: honest[1] });
});

test('a thousand entries that wait, in the name of another and of nobody, keep out nothing of theirs', async () => {
  const { honest, hostile } = cell();
  junkThatWaits(hostile, 'alice', 1000);
  await expectWell(honest, { names: NAMES, restart: honest[0] });
  for (const home of honest) expect((await snapshot(home)).cell?.forked).toEqual([]);
});
