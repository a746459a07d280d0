import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CellHome } from '../../support/cell/cell-home.ts';
import { ghoststack } from '../../support/headless-node.ts';
import { network, SNIFFER } from '../../support/lan-members.ts';
import { namespacesRequirement } from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

describeIfMet(namespacesRequirement(), 'libp2p’s discovery in a home', () => {
  test('is off, until the settings or the command line ask for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ghoststack-second-'));
    const { nodes, start } = network(2);
    for (const node of nodes) node.setDefaultRoute();
    const home = new CellHome(folder, 'alice');
    onTestFinished(async () => {
      await home.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    await home.run('init', '--name', 'alice', '--cell', 'Maple Street');

    const sniff = async () => {
      const sniffer = start(1, SNIFFER, nodes[1]!.address);
      await pollUntil(
        () => sniffer.lines,
        (lines) => lines.includes('ready'),
      );
      return () => sniffer.lines.filter((line) => Buffer.from(line, 'base64').includes('_p2p')).length;
    };
    const heard = await sniff();
    await home.startIn(nodes[0]!);
    await home.ask('settings.update', { theme: 'dark' });
    expect(heard()).toBe(0);
    await home.ask('settings.update', { libp2pDiscovery: true });
    await pollUntil(heard, (count) => count > 0);
    await home.ask('settings.update', { libp2pDiscovery: false });
    await home.stop();

    const again = await sniff();
    await home.startIn(nodes[0]!, '--discovery', 'libp2p');
    await pollUntil(again, (count) => count > 0);
    expect((await home.ask('state.snapshot', {})).settings.libp2pDiscovery).toBe(false);
    for (const words of [
      ['--discovery', 'other'],
      ['--discovery', 'own', '--no-mdns'],
    ])
      await expect(ghoststack('start', '--home', join(folder, 'bob'), ...words)).rejects.toThrow(
        /--discovery/,
      );
  });
});
