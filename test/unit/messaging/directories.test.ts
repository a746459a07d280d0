import { peerIdentity } from '../../../electron/node/cell/reading/cell-directory.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import type { PeerIdentity } from '../../../electron/node/messaging/directory.ts';
import { identityOf, LocalMesh } from '../../../electron/node/messaging/local-mesh.ts';
import { PeerBook } from '../../../electron/node/messaging/peer-book.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { directoryCompliance, peerRegistryCompliance } from '../../support/directory-compliance.ts';

const person = (name: string): PeerIdentity => identityOf(name, SigningKey.generate());

peerRegistryCompliance('PeerBook', async () => {
  const store = openStore({ path: ':memory:' });
  const directory = new PeerBook(store, person('alice'));
  const peers = [person('bob'), person('carol')] as const;
  for (const { did, alias } of peers) directory.add({ did, name: alias, address: null }, Date.now());
  return { directory, peers, close: () => store.close() };
});

peerRegistryCompliance('CellDirectory', async () => {
  const cell = LocalCell.found('Maple Street', { name: 'alice' });
  const bob = await cell.admit({ name: 'bob' });
  const carol = await cell.admit({ name: 'carol' });
  const peers = [peerIdentity(bob.identity, 'bob'), peerIdentity(carol.identity, 'carol')] as const;
  return { directory: cell.first.node.directory, peers, close: () => cell.close() };
});

directoryCompliance('The directory of a LocalMesh', async () => {
  const mesh = new LocalMesh();
  const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) =>
    mesh.introduce(name, SigningKey.generate()),
  ) as [PeerIdentity, PeerIdentity, PeerIdentity];
  for (const one of [alice, bob, carol]) mesh.openInbox(one);
  return { directory: mesh.directoryOf(alice), peers: [bob, carol], close: () => {} };
});
