import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import type { CellHome } from '../../support/cell/cell-home.ts';
import { homesApart } from '../../support/cell/homes-apart.ts';
import { ipWithin, type Namespace, namespacesRequirement } from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

/** Takes IPv4 off the link, and gives it a link-local address of IPv6 that can be used at once. */
function ip6Only(namespace: Namespace, address: string): void {
  ipWithin(namespace, '-4', 'address', 'flush', 'dev', 'lan0');
  ipWithin(namespace, '-6', 'address', 'flush', 'dev', 'lan0');
  ipWithin(namespace, 'address', 'add', `${address}/64`, 'dev', 'lan0', 'nodad');
}

/** Who is called what there: `ip netns exec` mounts it over /etc/hosts. Returns how to undo it. */
function nameHosts({ name }: Namespace, lines: readonly string[]): () => void {
  const folder = join('/etc/netns', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hosts'), `${lines.join('\n')}\n`);
  return () => rmSync(folder, { recursive: true });
}

describeIfMet(namespacesRequirement(), 'two homes on a link without IPv4', () => {
  test('join by an invitation, find each other anew, and say what they listen on', async () => {
    const { alice, bob, hers, his } = homesApart();
    ip6Only(hers, 'fe80::a');
    ip6Only(his, 'fe80::b');
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await bob.run('init', '--name', 'bob');
    await alice.startBy(hers.command, '--accept-joins');
    await bob.startBy(his.command);
    expect(await alice.run('status')).toMatchObject({ ipv6: 'listens' });

    const { code, onlyHere } = await alice.run<{ code: string; onlyHere: boolean }>('invite');
    expect(onlyHere).toBe(false);
    expect(readInvitation(code).addresses).toEqual([expect.stringMatching(/^\/ip6\/fe80::a\/tcp\/\d+$/)]);
    expect(await bob.run('join', code)).toMatchObject({ admitted: true, name: 'Maple Street' });
    const connected = (home: CellHome) =>
      pollUntil(
        async () => (await home.ask('state.snapshot', {})).peers,
        (peers) => peers.some(({ link }) => link.state === 'connected'),
        10_000,
      );
    await Promise.all([connected(alice), connected(bob)]);

    // Each moves to another address: what they remember of each other is worth nothing, and multicast is all there is.
    await Promise.all([alice.stop(), bob.stop()]);
    ip6Only(hers, 'fe80::c');
    ip6Only(his, 'fe80::d');
    await Promise.all([alice.startBy(hers.command), bob.startBy(his.command)]);
    await Promise.all([connected(alice), connected(bob)]);

    // By a name that stands for both families, of which one leads nowhere, with multicast off.
    await bob.stop();
    onTestFinished(nameHosts(his, ['10.99.0.1 alice-box', 'fd00:77::a alice-box']));
    ipWithin(hers, 'address', 'add', 'fd00:77::a/64', 'dev', 'lan0', 'nodad');
    ip6Only(his, 'fe80::e');
    ipWithin(his, 'address', 'add', 'fd00:77::b/64', 'dev', 'lan0', 'nodad');
    await alice.stop();
    ipWithin(hers, 'address', 'del', 'fe80::c/64', 'dev', 'lan0');
    await alice.startBy(hers.command, '--no-mdns');
    await bob.startBy(his.command, '--no-mdns');
    const [peer] = (await bob.ask('state.snapshot', {})).peers;
    const port = (await alice.ask('state.snapshot', {})).me?.addresses[0]?.split('/')[4];
    await bob.ask('peers.update', { did: peer?.did ?? '', address: `alice-box:${port}` });
    await Promise.all([connected(alice), connected(bob)]);
    await alice.stop();
    await alice.startBy(hers.command);

    // Without any IPv6 the node runs all the same, and says so once.
    await bob.stop();
    ipWithin(his, '-6', 'address', 'flush', 'dev', 'lan0');
    ipWithin(his, 'address', 'del', '::1/128', 'dev', 'lo');
    ipWithin(his, 'address', 'add', '10.77.0.2/24', 'dev', 'lan0');
    ipWithin(hers, 'address', 'add', '10.77.0.1/24', 'dev', 'lan0');
    await bob.startBy(his.command);
    expect(await bob.run('status')).toMatchObject({ ipv6: 'none' });
    await Promise.all([connected(alice), connected(bob)]);
  });
});
