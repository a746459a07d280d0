import { test } from 'vitest';
import { removeByWorstRules } from '../../support/hostile/attacks.ts';
import { HONEST, hostileCell, isNamed, NAMES } from '../../support/hostile/hostile-cell.ts';
import { expectWell } from '../../support/hostile/quick-cell.ts';

const cell = hostileCell();

test('ballots under rules of her own remove nobody, and are shown as hers', async () => {
  const { honest, hostile } = cell();
  for (const name of HONEST) removeByWorstRules(hostile, name);
  for (const home of honest) await isNamed(home, cell());
  await expectWell(honest, { names: NAMES, restart: honest[1] });
});
