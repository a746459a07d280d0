import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

test('whoever closed without a vote is not told that it is in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-closed-'));
  const [alice, bob] = (await liveCell(folder, ['alice', 'bob'])) as [LiveMember, LiveMember];
  onTestFinished(async () => {
    await alice.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  // Without bob nothing is decided.
  await bob.stop();
  const deciding = alice.node.cell.deciding();
  const [voted, missed] = ['Voted', 'Missed'].map((title) =>
    deciding.propose({ title, text: '', open: true, deadlineMs: 1000 }),
  ) as [string, string];
  deciding.vote(voted, 'APPROVE', null);
  const hasClosed = (id: string) => deciding.detail(id).seats.some(({ me, closed }) => me && closed);
  await pollUntil(() => [voted, missed].every(hasClosed), Boolean);

  expect(() => deciding.vote(voted, 'REJECT', null)).toThrow('You have closed: your vote is in, and');
  for (const act of [() => deciding.vote(missed, 'REJECT', null), () => deciding.close(missed)])
    expect(act).toThrow('You have closed without a vote, and nothing more can be added.');
});
