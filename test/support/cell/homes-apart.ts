/** Two homes, each on a computer of its own as far as the network goes. Everything is taken away when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeNetwork, type Namespace, type NamespaceNetwork } from '../network-namespaces.ts';
import { CellHome } from './cell-home.ts';

export interface HomesApart {
  readonly alice: CellHome;
  readonly bob: CellHome;
  readonly hers: Namespace;
  readonly his: Namespace;
  readonly network: NamespaceNetwork;
}

/** `computers`: on the one link; the first two are alice's and bob's. */
export function homesApart(computers = 2): HomesApart {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-apart-'));
  const network = makeNetwork(computers);
  const [hers, his] = network.nodes as [Namespace, Namespace];
  const [alice, bob] = [new CellHome(folder, 'alice'), new CellHome(folder, 'bob')];
  onTestFinished(async () => {
    await Promise.all([alice.stop(), bob.stop()]);
    network.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { alice, bob, hers, his, network };
}
