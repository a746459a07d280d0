import { expect, test } from 'vitest';
import * as library from '../../../electron/node/tutorial/index.ts';

test('the library exports these and no others', () => {
  expect(Object.keys(library).sort()).toEqual([
    'BrainSimulation',
    'DidService',
    'FrontalLobe',
    'GhostAgent',
    'GovernanceService',
    'Hippocampus',
    'Inbox',
    'IncentiveService',
    'LimbicSystem',
    'LocalCell',
    'LocalMember',
    'MemoryDaemon',
    'MessageQueue',
    'REFUSAL_CODES',
    'ReputationService',
    'SensoryProcessor',
    'canonicalize',
    'checkCredential',
    'makeRequest',
    'readRequest',
    'readStandings',
    'requestLink',
    'resolveDidLog',
    'sdJwt',
    'standingWords',
    'syncDeliver',
    'takeStandings',
    'verifySignature',
  ]);
});

test('layer 1 works alone and without arguments', async () => {
  const queue = new library.MessageQueue();
  const inbox = new library.Inbox();
  const daemon = new library.MemoryDaemon('node');
  queue.enqueue('node', 'to myself, later');
  expect(await library.syncDeliver(queue, daemon, inbox)).toBe(0);
  expect(queue.pending('node')).toHaveLength(1);
  await queue.close();
});

test('layer 2 works alone and without arguments', () => {
  const dids = new library.DidService();
  const alice = dids.createDid('alice');
  expect(dids.verifyCredential(dids.issueCredential(alice, alice, 'MeshMember', { role: 'relay' }))).toBe(
    true,
  );
  const governance = new library.GovernanceService();
  const proposal = governance.createProposal(alice, 'Anything');
  governance.vote(proposal, alice, 'APPROVE');
  expect(governance.tally(proposal)).toBe('PASSED');
  const reputation = new library.ReputationService();
  reputation.addEndorsement('alice', 'bob');
  expect(Object.keys(reputation.computeScores())).toEqual(['alice', 'bob']);
  const incentives = new library.IncentiveService();
  incentives.register('alice');
  incentives.reward('alice', 10, 'proposal creation');
  expect(incentives.balance('alice')).toBe(110);
});

test('layer 2 works on the log of a cell in this process', async () => {
  const cell = library.LocalCell.found('Maple Street', { name: 'alice' });
  await cell.admit({ name: 'bob' });
  const governance = new library.GovernanceService({ cell });
  const proposal = governance.createProposal('did:sov:alice', 'Anything');
  for (const voter of ['did:sov:alice', 'did:sov:bob']) governance.vote(proposal, voter, 'APPROVE');
  expect(governance.tally(proposal)).toBe('PASSED');
  expect(new library.IncentiveService({ cell }).balances()).toEqual({ alice: 115, bob: 105 });
  cell.close();
});

test('layer 3 works alone and without arguments', () => {
  const percept = new library.SensoryProcessor().process('visual', 0.8, 0.9);
  const limbic = new library.LimbicSystem();
  limbic.update(percept);
  const { action, probabilities } = new library.FrontalLobe().decide(limbic.state);
  expect(Object.keys(probabilities)).toContain(action);
  expect(new library.Hippocampus().size).toBe(0);
  expect(new library.BrainSimulation().step('visual', 0.8, 0.9)).toMatchObject({
    cycle: 1,
    stimulus: 'visual',
  });
});

test('the bridge and the two functions work alone', async () => {
  const agent = new library.GhostAgent();
  expect(agent.proposeAction(agent.runBrainCycle('visual'))).toBe('P-1');
  await agent.close();
  expect(library.canonicalize({ b: 1, a: [true, null] })).toBe('{"a":[true,null],"b":1}');
  expect(library.verifySignature(new Uint8Array(64), new Uint8Array(), new Uint8Array(32))).toBe(false);
});
