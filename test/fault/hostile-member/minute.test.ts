import { expect, test } from 'vitest';
import {
  floodOfBallots,
  junkThatWaits,
  oddBodies,
  writeAsSomebodyElse,
} from '../../support/hostile/attacks.ts';
import { HONEST, hostileCell, isNamed, NAMES } from '../../support/hostile/hostile-cell.ts';
import { approve, decide, decided, expectWell, namesIn } from '../../support/hostile/quick-cell.ts';

const ATTACK_MS = process.env.GHOSTSTACK_LONG === '1' ? 60_000 : 10_000;
/** Between two of her acts. */
const PAUSE_MS = 500;

const cell = hostileCell();

test('a cell goes on while one member attacks it, sees who it is, and removes her', async () => {
  const { honest, hostile } = cell();
  let turn = 0;
  const acts: ((name: string) => void)[] = [
    () => oddBodies(hostile, 10, turn),
    (name) => writeAsSomebodyElse(hostile, name),
    (name) => junkThatWaits(hostile, name, 30),
    () => floodOfBallots(hostile, 3),
  ];
  const attack = setInterval(() => {
    acts[turn % acts.length]?.(HONEST[turn % HONEST.length] ?? 'alice');
    turn += 1;
  }, PAUSE_MS);
  try {
    const endMs = performance.now() + ATTACK_MS;
    for (let round = 0; performance.now() < endMs; round += 1) {
      const restart = honest[round % honest.length];
      await expectWell(honest, { names: NAMES, ...(restart ? { restart } : {}) });
    }
  } finally {
    clearInterval(attack);
  }
  expect(turn).toBeGreaterThan(acts.length);
  for (const home of honest) await isNamed(home, cell());

  const { id } = await honest[0].ask('governance.proposeRemoval', { scid: hostile.scid, text: 'Enough.' });
  await approve(honest, id);
  await decided(honest, id);
  for (const home of honest) await namesIn(home, HONEST);
  await decide(honest);
});
