import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readInvitation } from '../../../electron/node/cell/joining/invitation.ts';
import { CellHome } from '../../support/cell/cell-home.ts';
import {
  ipWithin,
  makeNetwork,
  type Namespace,
  type NamespaceNetwork,
  namespacesRequirement,
} from '../../support/network-namespaces.ts';
import { describeIfMet } from '../../support/requirements.ts';

let folder: string;
let network: NamespaceNetwork;
let homes: CellHome[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-cable-'));
  homes = ['alice', 'bob'].map((name) => new CellHome(folder, name));
  if (namespacesRequirement() === null) network = makeNetwork(2);
});

afterEach(async () => {
  await Promise.all(homes.map((home) => home.stop()));
  network?.close();
  rmSync(folder, { recursive: true, force: true });
});

function addressesIn(code: string): string[] {
  return readInvitation(code).addresses.map((address) => address.split('/')[2] ?? '');
}

describeIfMet(namespacesRequirement(), 'two homes on a cable without DHCP', () => {
  test('the invitation names the link-local address before a bridge’s, warns without one, and is joined by', async () => {
    const [alice, bob] = homes as [CellHome, CellHome];
    const [hers, his] = network.nodes as [Namespace, Namespace];
    for (const namespace of [hers, his]) ipWithin(namespace, 'address', 'flush', 'dev', 'lan0');
    await alice.run('init', '--name', 'alice', '--cell', 'Maple Street');
    await bob.run('init', '--name', 'bob');
    await alice.startIn(hers, '--accept-joins', '--no-mdns');
    const early = await alice.run<{ code: string; onlyHere: boolean }>('invite');
    expect(early.onlyHere).toBe(true);
    expect(addressesIn(early.code)).toEqual(['127.0.0.1']);

    // The cable gets its addresses while the node runs.
    ipWithin(hers, 'link', 'add', 'docker0', 'type', 'bridge');
    ipWithin(hers, 'address', 'add', '172.17.0.1/16', 'dev', 'docker0');
    ipWithin(hers, 'link', 'set', 'docker0', 'up');
    ipWithin(hers, 'address', 'add', '169.254.7.1/16', 'dev', 'lan0');
    ipWithin(his, 'address', 'add', '169.254.9.2/16', 'dev', 'lan0');
    const { code, onlyHere } = await alice.run<{ code: string; onlyHere: boolean }>('invite');
    expect(onlyHere).toBe(false);
    expect(addressesIn(code)).toEqual(['169.254.7.1', '172.17.0.1']);
    await bob.startIn(his, '--no-mdns');
    expect(await bob.ask('cell.readInvitation', { code })).toMatchObject({
      inviter: 'alice',
      cellName: 'Maple Street',
    });
    expect(await bob.run('join', code)).toMatchObject({ admitted: true, name: 'Maple Street' });
    expect(await bob.run('status')).toMatchObject({ listen: [expect.stringContaining('169.254.9.2')] });
  });
});
