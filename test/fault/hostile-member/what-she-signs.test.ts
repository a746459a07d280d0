import { test } from 'vitest';
import { floodOfBallots, oddBodies } from '../../support/hostile/attacks.ts';
import { hostileCell, isNamed, NAMES } from '../../support/hostile/hostile-cell.ts';
import { expectWell } from '../../support/hostile/quick-cell.ts';

const cell = hostileCell();

test('entries with odd bodies are shown as hers and count for nothing', async () => {
  const { honest, hostile } = cell();
  oddBodies(hostile, 300, 7);
  for (const home of honest) await isNamed(home, cell());
  await expectWell(honest, { names: NAMES, restart: honest[0] });
});

test('a flood of ballots holds up no other', async () => {
  const { honest, hostile } = cell();
  floodOfBallots(hostile, 100);
  await expectWell(honest, { names: NAMES, restart: honest[2] });
});
