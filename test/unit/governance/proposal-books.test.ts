import { openStore } from '../../../electron/node/store/store.ts';
import { CellProposals } from '../../../electron/node/tutorial/cell-proposals.ts';
import { DidService } from '../../../electron/node/tutorial/did-service.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { StoredProposals } from '../../../electron/node/tutorial/stored-proposals.ts';
import { proposalBookCompliance } from '../../support/proposal-book-compliance.ts';

proposalBookCompliance('StoredProposals', async () => {
  const store = openStore({ path: ':memory:' });
  const dids = new DidService({ store });
  for (const owner of ['alice', 'bob', 'carol']) dids.createDid(owner);
  return { book: new StoredProposals({ store, dids, now: Date.now }), close: () => store.close() };
});

proposalBookCompliance('CellProposals', async () => {
  const cell = LocalCell.found('Maple Street', { name: 'alice' });
  for (const name of ['bob', 'carol']) await cell.admit({ name });
  return { book: new CellProposals(cell), close: () => cell.close() };
});
