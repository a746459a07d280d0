import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { homesApart } from '../../support/cell/homes-apart.ts';
import { namespacesRequirement } from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

const CLI = fileURLToPath(new URL('../../../out/headless/cli.js', import.meta.url));

describeIfMet(namespacesRequirement(), 'an invitation on the network, by commands', () => {
  test('is shown by one, seen by the other, and joined once both have compared the words', async () => {
    const { alice, bob, hers, his } = homesApart();
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await bob.run('init', '--name', 'bob');
    await expect(alice.run('invite', '--visible')).rejects.toThrow(/running node/);
    await Promise.all([alice.startBy(hers.command), bob.startBy(his.command)]);
    await expect(bob.run('join', '--inviter', 'alice')).rejects.toThrow(/Nobody named alice/);
    await alice.run('invite', '--visible');
    const { seen } = await bob.run<{ seen: { inviter: string }[] }>('join', '--look');
    expect(seen).toEqual([expect.objectContaining({ inviter: 'alice', cellName: 'Maple Street' })]);

    const key = ['--home', bob.home, '--key-file', bob.keyFile];
    const joining = spawn(process.execPath, [CLI, 'join', ...key, '--inviter', 'alice', '--json']);
    const said: string[] = [];
    joining.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const [request] = await pollUntil(
      () => alice.run<{ name: string; words: string[] | null }[]>('joins'),
      (all) => all[0]?.words != null,
      15_000,
    );
    await pollUntil(
      () => said.join(''),
      (text) => text.includes((request?.words ?? []).join(' ')),
    );
    joining.stdin.end('yes\n');
    await alice.run('accept', 'bob');
    const [code] = await once(joining, 'exit');
    expect(code).toBe(0);
    expect((await bob.members()).map(({ name }) => name)).toEqual(['alice', 'bob']);
  });
});
