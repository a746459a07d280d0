import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CellHome, twoMembers } from '../../support/cell/cell-home.ts';
import { ghoststack } from '../../support/headless-node.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Report {
  readonly ok: boolean;
  readonly stateHash: string;
  readonly entries: number;
  readonly authors: number;
}

test('what a newcomer exports is verified by whoever gets it, at each moment of its membership', async () => {
  const folder = temporaryFolder();
  const { alice, bob } = await twoMembers(folder);
  onTestFinished(async () => {
    await Promise.all([alice.stop(), bob.stop()]);
  });
  const verified = async (home: CellHome, name: string): Promise<Report> => {
    const file = join(folder, name);
    await home.run('log', 'export', '--key-file', home.keyFile, file);
    // By somebody who has no home.
    const report = (await ghoststack('log', 'verify', file)) as Report;
    rmSync(file);
    return report;
  };
  // Before it has written a receipt of its own.
  const first = await verified(bob, 'first');
  expect(first).toMatchObject({ ok: true, authors: 1 });

  const { id } = await alice.ask('governance.propose', { title: 'A lamp', text: '', open: true });
  await pollUntil(
    async () => (await bob.ask('state.snapshot', {})).proposals.some((proposal) => proposal.id === id),
    Boolean,
  );
  for (const home of [alice, bob])
    await home.ask('governance.vote', { id, choice: 'APPROVE', comment: null });
  await pollUntil(
    () => Promise.all([alice, bob].map(async (home) => (await home.status()).stateHash)),
    ([one, other]) => one === other && one !== first.stateHash,
    30_000,
  );
  const later = await verified(bob, 'later');
  expect(later).toMatchObject({ ok: true, authors: 2, stateHash: (await verified(alice, 'hers')).stateHash });

  // From the store, while no node runs.
  await bob.stop();
  expect((await verified(bob, 'at rest')).stateHash).toBe(later.stateHash);
});
