import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStateFile } from '../../../electron/node/cognition/state-file.ts';
import { syncDeliver } from '../../../electron/node/messaging/sync-deliver.ts';
import { DidService } from '../../../electron/node/tutorial/did-service.ts';
import { GhostAgent, type GhostAgentEvent } from '../../../electron/node/tutorial/ghost-agent.ts';
import { GovernanceService } from '../../../electron/node/tutorial/governance-service.ts';
import { IncentiveService } from '../../../electron/node/tutorial/incentive-service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghoststack-agent-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('without arguments it feels, proposes, votes for itself, and queues a message', async () => {
  const agent = new GhostAgent();
  const action = agent.runBrainCycle('visual', 0.8, 0.9);
  expect(['explore', 'wait', 'signal', 'conserve']).toContain(action);
  expect(agent.brain.emotion).toEqual({ valence: 0.527, arousal: 0.35, dopamine: 0.523 });
  const proposal = agent.proposeAction(action);
  expect(agent.govSvc.proposal(proposal).description).toBe(`agent proposes: ${action}`);
  expect(agent.govSvc.votes(proposal)).toMatchObject([{ voter: 'did:sov:agent', choice: 'APPROVE' }]);
  expect(agent.govSvc.votes(proposal)[0]?.signature).toMatch(/^[\w-]{86}$/);
  expect(agent.incSvc.balance('agent')).toBe(105);
  expect(agent.sendMessage('broadcast', `I chose: ${action}`)).toBe(1);
  expect(agent.queue.pending('broadcast')).toHaveLength(1);
  await agent.close();
});

test('its DID, its messages and its memories have one key', async () => {
  const agent = new GhostAgent({ agentId: 'alice' });
  expect(agent.didSvc.didKey(agent.did)).toBe(agent.queue.did);
  expect(agent.inbox.did).toBe(agent.queue.did);
  await agent.close();
});

test('two agents share services and a database, and write to each other', async () => {
  const didSvc = new DidService();
  const govSvc = new GovernanceService({ dids: didSvc });
  const incSvc = new IncentiveService();
  const dbPath = join(folder, 'agents.db');
  const alice = new GhostAgent({ agentId: 'alice', didSvc, govSvc, incSvc, dbPath });
  const bob = new GhostAgent({ agentId: 'bob', didSvc, govSvc, incSvc, dbPath });
  alice.sendMessage('bob', 'Hey bob');
  expect(await syncDeliver(alice.queue, bob.daemon, bob.inbox)).toBe(0);
  bob.comeOnline();
  expect(await syncDeliver(alice.queue, bob.daemon, bob.inbox)).toBe(1);
  expect(bob.inbox.messages).toMatchObject([{ sender: 'alice', recipient: 'bob', payload: 'Hey bob' }]);
  const id = alice.proposeAction('wait');
  bob.vote(id, 'REJECT');
  expect(govSvc.tally(id)).toBe('FAILED');
  expect(govSvc.verifyChain().valid).toBe(true);
  expect(incSvc.balances()).toEqual({ alice: 105, bob: 105 });
  await alice.close();
  await bob.close();
});

test('with a database it is the same agent after a restart', async () => {
  const dbPath = join(folder, 'agent.db');
  const before = new GhostAgent({ agentId: 'alice', dbPath });
  before.runBrainCycle('visual');
  before.sendMessage('bob', 'later');
  before.proposeAction('wait');
  const { did } = before.queue;
  await before.close();
  const after = new GhostAgent({ agentId: 'alice', dbPath });
  expect(after.queue.did).toBe(did);
  expect(after.brain.cycle).toBe(1);
  expect(after.queue.pending('bob')).toHaveLength(1);
  expect(after.incSvc.balance('alice')).toBe(105);
  after.vote('P-1', 'REJECT');
  expect(after.govSvc.tally('P-1')).toBe('FAILED');
  await after.close();
});

test('its brain is saved as a state file, and each step is told', async () => {
  const events: GhostAgentEvent[] = [];
  const agent = new GhostAgent({ agentId: 'alice', random: () => 0, observe: (event) => events.push(event) });
  agent.runBrainCycle('visual');
  const path = agent.saveBrain(join(folder, 'brain.json'));
  expect(readStateFile(path)?.state).toEqual(agent.brain.state);
  expect(events).toMatchObject([
    { kind: 'initialised', did: 'did:sov:alice' },
    { kind: 'cycled', step: { cycle: 1, action: 'explore' } },
    { kind: 'saved', path },
  ]);
  await agent.close();
});

test('a bad name, a bad stimulus and an empty message are refused by name', async () => {
  expect(() => new GhostAgent({ agentId: '../etc' })).toThrow(
    expect.objectContaining({ code: 'invalid-argument' }),
  );
  const agent = new GhostAgent();
  expect(() => agent.runBrainCycle('')).toThrow('type');
  expect(() => agent.sendMessage('bob', '')).toThrow(expect.objectContaining({ code: expect.any(String) }));
  expect(() => agent.vote('P-7', 'APPROVE')).toThrow(expect.objectContaining({ code: 'not-found' }));
  await agent.close();
});
