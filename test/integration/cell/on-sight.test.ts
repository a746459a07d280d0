import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { homesApart } from '../../support/cell/homes-apart.ts';
import { ipWithin, type Namespace, namespacesRequirement } from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

const STRANGER = fileURLToPath(new URL('../../support/hostile/false-inviter.ts', import.meta.url));

const seenBy = async (home: CellHome) => (await home.ask('cell.look', {})).seen;
const wordsOf = async (home: CellHome) =>
  pollUntil(
    async () => (await home.ask('state.snapshot', {})).joining?.words ?? null,
    (words) => words !== null,
    15_000,
  );
const requests = async (home: CellHome) => (await home.ask('state.snapshot', {})).cell?.joinRequests ?? [];

describeIfMet(namespacesRequirement(), 'members who invite, seen on the network', () => {
  test('are found only while they show it, told from a stranger by the words, and joined over IPv6 alone', async () => {
    const { alice, bob, hers, his, network } = homesApart(3);
    const theirs = network.nodes[2] as Namespace;
    for (const [namespace, address] of [
      [hers, 'fe80::a'],
      [his, 'fe80::b'],
      [theirs, 'fe80::e'],
    ] as const) {
      ipWithin(namespace, 'address', 'flush', 'dev', 'lan0');
      ipWithin(namespace, 'address', 'add', `${address}/64`, 'dev', 'lan0', 'nodad');
    }
    const [program, args] = theirs.command(process.execPath, STRANGER, 'alice', 'Maple Street');
    const stranger = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(async () => {
      stranger.kill('SIGKILL');
      if (stranger.exitCode === null && stranger.signalCode === null) await once(stranger, 'exit');
    });
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await bob.run('init', '--name', 'bob');
    // Whoever comes with a link would be let in unasked: who came by sight is not.
    await Promise.all([alice.startBy(hers.command, '--accept-joins'), bob.startBy(his.command)]);
    await once(stranger.stdout, 'data');

    // An invitation is open, and not shown: nobody is seen but who lies.
    await alice.run('invite');
    await pollUntil(
      () => seenBy(bob),
      (seen) => seen.length > 0,
    );
    const [liar] = await seenBy(bob);
    expect(liar?.address).toMatch(/^\[fe80::e%lan0\]:\d+$/);
    expect(await seenBy(bob)).toHaveLength(1);

    await alice.ask('cell.show', { seconds: 60 });
    const both = await pollUntil(
      () => seenBy(bob),
      (seen) => seen.length === 2,
    );
    expect(both.map(({ inviter, cellName, hasLookAlike }) => [inviter, cellName, hasLookAlike])).toEqual([
      ['alice', 'Maple Street', true],
      ['alice', 'Maple Street', true],
    ]);
    const honest = both.find(({ id }) => id !== liar?.id);

    // The stranger passes on to alice what it is asked, under a key of its own: the words differ, and it is refused.
    await bob.ask('cell.joinSeen', { id: liar?.id ?? '' });
    const hisWords = await wordsOf(bob);
    const [asked] = await pollUntil(
      () => requests(alice),
      (all) => all[0]?.words != null,
      15_000,
    );
    expect(asked).toMatchObject({ name: 'bob', state: 'asking' });
    expect(asked?.words).not.toEqual(hisWords);
    await bob.ask('cell.confirmWords', { same: false });
    await alice.ask('cell.answerJoin', { scid: asked?.scid ?? '', accept: false });
    await bob.ask('cell.cancelJoin', {});

    // The honest one: nothing comes of it before both have compared, whatever --accept-joins says.
    await bob.ask('cell.joinSeen', { id: honest?.id ?? '' });
    const words = await wordsOf(bob);
    const [asks] = await pollUntil(
      async () => (await requests(alice)).filter(({ scid }) => scid !== asked?.scid),
      (all) => all[0]?.words != null,
      15_000,
    );
    expect(asks?.words).toEqual(words);
    await bob.ask('cell.confirmWords', { same: true });
    await pollUntil(
      async () => (await requests(alice)).find(({ scid }) => scid === asks?.scid),
      (request) => request?.compared === true,
      15_000,
    );
    expect((await alice.ask('state.snapshot', {})).cell?.members).toHaveLength(1);

    // With the dialog closed nobody is seen any more; who has asked is answered all the same.
    await alice.ask('cell.show', { seconds: 0 });
    await alice.ask('cell.answerJoin', { scid: asks?.scid ?? '', accept: true });
    await pollUntil(
      async () => (await bob.ask('state.snapshot', {})).cell?.members.length ?? 0,
      (count) => count === 2,
      20_000,
    );
    await pollUntil(
      () => seenBy(bob),
      (seen) => seen.length === 1 && seen[0]?.id === liar?.id,
      10_000,
    );
    expect((await alice.ask('state.snapshot', {})).cell?.members.map(({ name }) => name)).toEqual([
      'alice',
      'bob',
    ]);

    // Both have compared on the way in; that is remembered over a restart, and taken back by whoever likes.
    const other = async (home: CellHome) =>
      (await home.ask('state.snapshot', {})).cell?.members.find(({ me }) => !me);
    for (const home of [alice, bob]) expect((await other(home))?.compared?.isOutdated).toBe(false);
    const [herView, hisView] = [await other(alice), await other(bob)];
    const me = (await bob.ask('state.snapshot', {})).me;
    expect(herView?.fingerprint).toBe(me?.fingerprint);
    const [hers12, his12] = [
      await alice.ask('cell.compareWords', { scid: herView?.scid ?? '' }),
      await bob.ask('cell.compareWords', { scid: hisView?.scid ?? '' }),
    ];
    expect(hers12.words).toHaveLength(12);
    expect(his12).toEqual(hers12);
    await alice.stop();
    await alice.startBy(hers.command);
    expect((await other(alice))?.compared).toEqual(herView?.compared);
    await alice.ask('cell.noteCompared', { scid: herView?.scid ?? '', same: false });
    expect((await other(alice))?.compared).toBeNull();
    expect((await other(bob))?.compared).not.toBeNull();
  });
});
