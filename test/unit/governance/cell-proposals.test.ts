import { afterEach, beforeEach, expect, test } from 'vitest';
import { GhostAgent } from '../../../electron/node/tutorial/ghost-agent.ts';
import {
  type GovernanceEvent,
  GovernanceService,
} from '../../../electron/node/tutorial/governance-service.ts';
import { IncentiveService } from '../../../electron/node/tutorial/incentive-service.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';
import { ReputationService } from '../../../electron/node/tutorial/reputation-service.ts';

const ALICE = 'did:sov:alice';
const BOB = 'did:sov:bob';
const CAROL = 'did:sov:carol';
const code = (expected: string) => expect.objectContaining({ code: expected });

let cell: LocalCell;
beforeEach(async () => {
  cell = LocalCell.found('Maple Street', { name: 'alice' });
  await cell.admit({ name: 'bob' });
});
afterEach(() => cell.close());

test('proposals and votes are entries of their authors, and the certificate decides', () => {
  const events: GovernanceEvent[] = [];
  const governance = new GovernanceService({ cell, observe: (event) => events.push(event) });
  const id = governance.createProposal(ALICE, 'Increase cell bandwidth quota');
  expect(id).toBe('P-1');
  expect(governance.proposal(id)).toMatchObject({ proposer: ALICE, state: 'OPEN' });
  governance.vote(id, ALICE, 'APPROVE');
  governance.vote(id, cell.member('bob').key.did, 'APPROVE');
  expect(governance.tally(id)).toBe('PASSED');
  const [block, ...more] = governance.chain();
  const [summary] = cell
    .member('bob')
    .decisions.list()
    .filter(({ kind }) => kind === 'proposal');
  expect(more).toEqual([]);
  expect(block).toMatchObject({
    number: 0,
    prev: '0'.repeat(64),
    hash: summary?.certificate?.hash,
    content: { description: 'Increase cell bandwidth quota', outcome: 'PASSED', approve: 2, reject: 0 },
  });
  expect(block?.content.votes.map(({ voter }) => voter)).toEqual([ALICE, BOB]);
  expect(block?.content.votes.every(({ signature }) => signature?.length === 86)).toBe(true);
  expect(events.map(({ kind }) => kind)).toEqual(['proposed', 'voted', 'voted', 'tallied', 'anchored']);
  const feeds = cell.members.map(({ identity, node }) =>
    [...node.log.graph.nodes()]
      .filter(({ entry }) => entry.author === identity.scid)
      .map(({ entry }) => entry.kind),
  );
  for (const feed of feeds) expect(feed).toEqual(expect.arrayContaining(['vote', 'close', 'confirm']));
});

test('each decision follows the one before, and every member can replay the log to one state', () => {
  const governance = new GovernanceService({ cell });
  for (const [text, choice] of [
    ['One', 'APPROVE'],
    ['Two', 'REJECT'],
  ] as const) {
    const id = governance.createProposal(BOB, text);
    for (const voter of [ALICE, BOB]) governance.vote(id, voter, choice);
  }
  const [first, second] = governance.chain();
  expect(second?.prev).toBe(first?.hash);
  expect(governance.proposals().map(({ id, state }) => [id, state])).toEqual([
    ['P-1', 'PASSED'],
    ['P-2', 'FAILED'],
  ]);
  expect(governance.verifyChain()).toEqual({ valid: true, blocks: 2, problem: null });
});

test('while a vote is missing nothing is decided, and it is said whose; what is decided stays so', () => {
  const governance = new GovernanceService({ cell });
  const id = governance.createProposal(ALICE, 'Anything');
  governance.vote(id, ALICE, 'APPROVE');
  governance.vote(id, ALICE, 'REJECT');
  expect(() => governance.tally(id)).toThrow('bob can still vote');
  governance.vote(id, BOB, 'ABSTAIN');
  expect(governance.tally(id)).toBe('FAILED');
  expect(() => governance.vote(id, BOB, 'APPROVE')).toThrow(code('conflict'));
});

test('a long description is kept whole; strangers and unknown proposals are named', () => {
  const governance = new GovernanceService({ cell });
  const long = `  ${'word '.repeat(400)}`;
  expect(governance.proposal(governance.createProposal(ALICE, long)).description).toBe(long);
  expect(() => governance.createProposal(CAROL, 'Anything')).toThrow(code('not-found'));
  expect(() => governance.vote('P-1', CAROL, 'APPROVE')).toThrow(code('not-found'));
  expect(() => governance.vote('P-9', ALICE, 'APPROVE')).toThrow(code('not-found'));
});

test('endorsements are entries, and the scores are those of the tutorial', async () => {
  await cell.admit({ name: 'carol' });
  const reputation = new ReputationService({ cell });
  const alone = new ReputationService();
  for (const name of ['alice', 'bob', 'carol']) alone.addNode(name);
  for (const [source, target, weight] of [
    ['alice', 'bob', 1],
    ['bob', 'alice', 0.5],
    ['bob', 'carol', 0.25],
  ] as const) {
    reputation.addEndorsement(source, target, weight);
    alone.addEndorsement(source, target, weight);
  }
  expect(reputation.computeScores()).toEqual(alone.computeScores());
  expect(new ReputationService({ cell, mode: 'hardened' }).computeScores()).toMatchObject({
    bob: expect.any(Number),
  });
  expect(cell.member('carol').node.log.book.trust.endorsements()).toHaveLength(3);
  expect(() => reputation.addEndorsement('alice', 'dave')).toThrow(code('not-found'));
  expect(() => reputation.addEndorsement('alice', 'bob', 2)).toThrow(code('invalid-argument'));
  expect(() => reputation.addNode('dave')).toThrow(code('not-found'));
});

test('tokens are what the log gives: each reward is found there, and none is given by hand', () => {
  const incentives = new IncentiveService({ cell });
  expect(incentives.balances()).toEqual({ alice: 100, bob: 100 });
  expect(() => incentives.reward('alice', 10, 'proposal creation')).toThrow(code('conflict'));
  const governance = new GovernanceService({ cell });
  const id = governance.createProposal(ALICE, 'Anything');
  for (const voter of [ALICE, BOB]) governance.vote(id, voter, 'APPROVE');
  expect(incentives.reward('alice', 10)).toMatchObject({ reason: 'proposal creation', balance: 110 });
  expect(incentives.reward('bob', 5)).toMatchObject({ reason: 'governance participation', balance: 105 });
  cell.act('bob', ({ node }) => node.trust.transfer(cell.member('alice').identity.scid, 7, undefined));
  expect(incentives.balances()).toEqual({ alice: 122, bob: 98 });
  expect(incentives.receipts('bob').map(({ kind, amount }) => [kind, amount])).toEqual([
    ['register', 100],
    ['reward', 5],
    ['sent', 7],
  ]);
  expect(() => incentives.register('bob')).toThrow(code('already-exists'));
  expect(() => incentives.register('dave')).toThrow(code('forbidden'));
  expect(() => incentives.balance('dave')).toThrow(code('not-found'));
});

test('an agent proposes and votes as a member of the cell', async () => {
  const services = { govSvc: new GovernanceService({ cell }), incSvc: new IncentiveService({ cell }) };
  const agent = new GhostAgent({ agentId: 'alice', key: cell.member('alice').key, ...services });
  expect(agent.proposeAction('wait')).toBe('P-1');
  expect(agent.govSvc.votes('P-1')).toMatchObject([
    { voter: ALICE, choice: 'APPROVE', did: agent.queue.did },
  ]);
  expect(agent.incSvc.balance('alice')).toBe(115);
  await agent.close();
});
