import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { floodOfLargeEntries, junkThatWaits, largeJunkThatWaits } from '../../support/hostile/attacks.ts';
import { hostileCell, NAMES } from '../../support/hostile/hostile-cell.ts';
import { decide, deliver, expectWell, snapshot } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

const MIB = 1024 * 1024;
/** Votes take longer than elsewhere, as all of them are busy. */
const cell = hostileCell({ deadlineMs: 5000 });

/** Main memory that a node's process takes, in bytes. */
function memoryOf(home: CellHome): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${home.pid}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}

function diskOf({ home }: CellHome): number {
  return ['node.db', 'node.db-wal']
    .map((file) => statSync(join(home, file), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, bytes) => sum + bytes, 0);
}

test('a flood of what waits, in the names of a member and of nobody, keeps out nothing and fills nothing', async () => {
  const { honest, hostile } = cell();
  const [alice, bob, carol] = honest;
  await decide(honest);
  const before = honest.map((home) => ({ memory: memoryOf(home), disk: diskOf(home) }));
  // Alice is away: all of this is at the others before what she writes next.
  await alice.stop();
  junkThatWaits(hostile, 'alice', 6000);
  largeJunkThatWaits(hostile, 150);
  await deliver([bob, carol]);
  await alice.start('--accept-joins');
  await expectWell(honest, { names: NAMES, restart: bob });
  for (const [index, home] of honest.entries()) {
    const { memory = 0, disk = 0 } = before[index] ?? {};
    expect(memoryOf(home) - memory).toBeLessThan(200 * MIB);
    expect(diskOf(home) - disk).toBeLessThan(4 * MIB);
  }
});

test('a member who sends more than its share is slowed and named, and nobody waits for it', async () => {
  const { honest, hostile } = cell();
  floodOfLargeEntries(hostile, 16);
  const isSlowed = async (home: CellHome) =>
    (await snapshot(home)).peers.find(({ name }) => name === 'mallory')?.isSlowed;
  await pollUntil(
    () => {
      hostile.repeat();
      return Promise.all(honest.map(isSlowed));
    },
    (slowed) => slowed.every(Boolean),
    120_000,
  );
  await expectWell(honest, { names: NAMES, restart: honest[0] });
});
