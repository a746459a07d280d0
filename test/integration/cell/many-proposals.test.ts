import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isDecided } from '#shared/contract/domain/proposal-column.ts';
import { proposalPage } from '../../../electron/node/cell/deciding/proposal-choice.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

test('with 306 proposals totals are true, and the last decisions and the own votes are shown', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-many-'));
  const [alice, bob] = (await liveCell(folder, ['alice', 'bob'])) as [LiveMember, LiveMember];
  try {
    const deciding = alice.node.cell.deciding();
    const decided = Array.from({ length: 5 }, (_, n) =>
      deciding.propose({ title: `Decided ${n}`, text: '', open: true }),
    );
    await pollUntil(
      () => bob.node.cell.shown.proposalCounts().mine,
      (mine) => mine === decided.length,
    );
    for (const id of decided)
      for (const { node } of [alice, bob]) node.cell.deciding().vote(id, 'APPROVE', null);
    // The sixth is the admission of bob.
    await pollUntil(
      () => alice.node.cell.shown.proposalCounts().decided,
      (count) => count === 6,
    );
    const waiting = deciding.propose({ title: 'Waits for bob', text: '', open: true, deadlineMs: 3_600_000 });
    for (let n = 0; n < 299; n += 1) deciding.propose({ title: `Draft ${n}`, text: '', open: false });

    const counts = { draft: 299, review: 0, voting: 1, decided: 6 };
    await pollUntil(
      () => bob.node.cell.shown.proposalCounts().draft,
      (drafts) => drafts === 299,
      60_000,
    );
    expect(alice.node.cell.shown.proposalCounts()).toEqual({ ...counts, mine: 1 });
    expect(bob.node.cell.shown.proposalCounts()).toEqual({ ...counts, mine: 1 });
    for (const { node } of [alice, bob]) {
      const shown = node.cell.shown.proposals();
      expect(shown).toHaveLength(200);
      expect(shown.filter(isDecided)).toHaveLength(6);
      expect(shown.find(({ id }) => id === waiting)?.needsMyVote).toBe(true);
      const found = proposalPage(node.cell.decisions().list(), { text: 'decided', which: 'decided' });
      expect(found.proposals.map(({ id }) => id).sort()).toEqual([...decided].sort());
    }
  } finally {
    await Promise.all([alice, bob].map((member) => member.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
});
