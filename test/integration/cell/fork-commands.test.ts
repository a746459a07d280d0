/** Forks at a terminal: two of three go on elsewhere, who stays counts them out, and what was left stays readable. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Carried, ForkProposal, Forks } from '#shared/contract/domain/fork.ts';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { CellHome } from '../../support/cell/cell-home.ts';
import { ghoststack } from '../../support/headless-node.ts';
import { quickCell } from '../../support/hostile/quick-cell.ts';
import { pollUntil } from '../../support/poll-until.ts';

test('a fork is looked at, proposed, entered and moved to; leavers are counted out, and the kept log is verified', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-fork-commands-'));
  const homes = ['alice', 'bob', 'carol'].map((name) => new CellHome(folder, name));
  const [alice, bob, carol] = homes as [CellHome, CellHome, CellHome];
  const cells = (home: CellHome) => home.run<HeldCell[]>('cells');
  const forks = (home: CellHome) => home.run<Forks>('forks');
  const stands = (home: CellHome, cell: string, state: ForkProposal['state']) =>
    pollUntil(
      async () => (await forks(home)).proposals.find((fork) => fork.cell === cell) as ForkProposal,
      (fork) => fork?.state === state && fork.waitsFor === null,
    );
  try {
    await quickCell(homes);
    const looked = await alice.run<Carried>('fork', '--with', 'bob', '--look', 'Maple Street 2');
    expect(looked.members.map(({ name }) => name)).toEqual(['alice', 'bob']);
    expect((await forks(alice)).proposals).toEqual([]);
    await expect(alice.run('fork', '--with', 'mallory', 'Maple Street 2')).rejects.toThrow(/mallory/);
    await expect(alice.run('fork', 'leave', 'Maple Street 2')).rejects.toThrow(/fork leave/);
    await expect(bob.run('fork', 'go', 'Elm Street')).rejects.toThrow(/No fork of the name Elm Street/);

    // One who is asked stays; whoever asked withdraws, and goes without her.
    const NAME = 'Maple Street 2';
    const propose = (...names: readonly string[]) =>
      alice.run<{ cell: string }>('fork', '--with', names.join(), NAME);
    const { cell: first } = await propose('bob', 'carol');
    for (const home of [bob, carol]) await stands(home, first, 'asked');
    await carol.run('fork', 'stay', NAME);
    expect((await stands(alice, first, 'over')).over).toMatchObject({ why: 'stays', by: 'carol' });
    expect(await alice.run('fork', 'stay', NAME)).toEqual({ cell: first, lives: false });
    await stands(alice, first, 'declined');
    const { cell } = await propose('bob');

    // An answer crosses a withdrawal: whoever gave it finds itself alone, and who withdrew moves on a word only.
    await stands(bob, cell, 'asked');
    await bob.ask('me.setOnline', { online: false });
    await alice.run('fork', 'stay', NAME);
    expect(await bob.run('fork', 'go', NAME)).toEqual({ cell, lives: true });
    await bob.ask('me.setOnline', { online: true });
    await stands(alice, cell, 'crossed');
    await pollUntil(
      () => cells(bob),
      ([live]) => live?.id === cell && live.isAlone,
    );
    expect((await cells(alice))[0]?.name).toBe('Maple Street');
    expect(await alice.run('fork', 'go', NAME)).toEqual({ cell, lives: true });
    // What she said when she withdrew is taken back: the next certificate there would have taken her out.
    await pollUntil(
      () => cells(bob),
      ([live]) => live?.isAlone === false && live.departures.length === 0,
    );
    expect((await cells(alice))[0]?.standing).toBe('member');
    for (const home of [alice, bob])
      await pollUntil(
        () => cells(home),
        ([live]) => live?.id === cell,
      );
    const kept = (await cells(alice))[1];
    expect(kept).toMatchObject({ name: 'Maple Street', isLive: false });

    // He goes back to the other one, and comes again.
    for (const [name, gone] of [
      ['Maple Street', ['alice']],
      [NAME, ['alice', 'bob']],
    ] as const) {
      await bob.run('cells', 'use', name);
      await pollUntil(
        () => cells(bob),
        ([live]) => live?.name === name,
      );
      await pollUntil(
        async () => (await cells(carol))[0]?.departures.map((one) => one.name).sort(),
        (names) => names?.join() === gone.join(),
      );
    }

    await pollUntil(
      () => cells(carol),
      ([live]) => live?.departures.length === 2 && live.mayCountOut,
    );
    await carol.run('leavers');
    await pollUntil(
      () => cells(carol),
      ([live]) => live?.members.length === 1,
    );
    await pollUntil(
      () => cells(alice),
      (all) => all[1]?.standing === 'left',
    );

    // The log of either is a file that says of which it is a branch.
    const files = { here: join(folder, 'here.jsonl'), there: join(folder, 'there.jsonl') };
    const key = ['--key-file', alice.keyFile];
    await alice.run('log', 'export', ...key, '--cell', 'Maple Street', files.here);
    await alice.run('log', 'export', ...key, files.there);
    expect(await ghoststack('log', 'verify', files.there, '--parent', files.here)).toMatchObject({
      ok: true,
      name: 'Maple Street 2',
      parent: 'Maple Street',
    });

    await alice.run('leave');
    expect((await cells(alice))[0]?.standing).toBe('leaving');
    await alice.run('back');
    expect((await cells(alice))[0]?.standing).toBe('member');
    await alice.run('cells', 'forget', 'Maple Street');
    // What is not kept in touch with any more stays readable.
    const lived = (await cells(alice)).filter(({ standing }) => standing !== 'awaiting');
    expect(lived.map(({ name }) => name)).toEqual([NAME, 'Maple Street']);
    await alice.run('log', 'export', ...key, '--cell', 'Maple Street', join(folder, 'still.jsonl'));
    expect(await ghoststack('log', 'verify', join(folder, 'still.jsonl'))).toMatchObject({ ok: true });
    await expect(alice.run('cells', 'use', 'Elm Street')).rejects.toThrow(/holds no cell of that name/);
  } finally {
    await Promise.all(homes.map((home) => home.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
