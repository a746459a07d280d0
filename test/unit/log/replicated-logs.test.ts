import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { MemoryLog, someHash, someScid } from '../../support/memory-log.ts';
import { replicatedLogCompliance } from '../../support/replicated-log-compliance.ts';

replicatedLogCompliance('The log of a member', async () => {
  const cell = LocalCell.found('Maple Street', { name: 'alice' });
  const bob = await cell.admit({ name: 'bob' });
  const alice = cell.first;
  return {
    alice: alice.node.link().log,
    bob: bob.node.link().log,
    aliceDid: alice.identity.did,
    write: (count) => {
      for (let at = 0; at < count; at += 1)
        alice.decisions.propose({ title: `Idea ${at}`, text: '', open: false });
    },
    close: () => cell.close(),
  };
});

replicatedLogCompliance('The MemoryLog of transport’s tests', async () => {
  const cell = someHash('cell');
  const [alice, bob] = [new MemoryLog(cell, someScid('alice')), new MemoryLog(cell, someScid('bob'))];
  alice.write('hello');
  bob.take([...alice.missingFrom(bob.tips())]);
  let written = 0;
  return {
    alice,
    bob,
    aliceDid: 'did:key:alice',
    write: (count) => {
      for (let at = 0; at < count; at += 1) alice.write(`idea ${++written}`);
    },
    close: () => {},
  };
});
