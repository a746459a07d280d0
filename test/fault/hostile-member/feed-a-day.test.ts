import { expect, test } from 'vitest';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { deliver, expectWell, snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

const MOST = 1000;
const cell = hostileCell({ feedPerDay: { entries: MOST, bytes: 1024 ** 3 } });

async function receiptsOf(home: CellHome, name: string): Promise<number> {
  const { members = [] } = (await snapshot(home)).cell ?? {};
  return members.find((member) => member.name === name)?.receipts ?? 0;
}

test('of a feed that grows faster than the cell allows the rest is not taken, and its author is told', async () => {
  const { honest, hostile } = cell();
  for (let at = 0; at < MOST + 300; at += 1) hostile.write('note', { at });
  await pollUntil(
    () => [...hostile.told],
    (told) => told.some((reason) => reason.includes(`more than ${MOST} receipts`)),
    60_000,
  );
  await deliver(honest);
  await expectWell(honest, { names: NAMES, restart: honest[1] });
  for (const home of honest) {
    const taken = await receiptsOf(home, 'mallory');
    expect(taken).toBeGreaterThan(MOST / 2);
    expect(taken).toBeLessThanOrEqual(MOST);
  }
  // A restart is no new day.
  hostile.write('note', { more: true });
  await deliver(honest);
  expect(await receiptsOf(honest[1], 'mallory')).toBeLessThanOrEqual(MOST);
});
