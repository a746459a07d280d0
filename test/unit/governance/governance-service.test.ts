import { expect, test } from 'vitest';
import { signJson } from '../../../electron/node/crypto/signed-json.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import { DidService } from '../../../electron/node/tutorial/did-service.ts';
import {
  type GovernanceEvent,
  GovernanceService,
} from '../../../electron/node/tutorial/governance-service.ts';
import {
  type BlockVote,
  type Choice,
  makeBlock,
  signedVote,
  VOTE_DOMAIN,
  verifyBlocks,
} from '../../../electron/node/tutorial/vote-chain.ts';

const ALICE = 'did:sov:alice';
const BOB = 'did:sov:bob';

/** Mallory signs in the name of another, with a key of his own. */
function forge(vote: BlockVote, proposalHash: string): BlockVote {
  const mallory = SigningKey.generate();
  const value = signedVote(proposalHash, mallory.did, vote.choice);
  return { ...vote, did: mallory.did, signature: signJson(mallory, VOTE_DOMAIN, value) };
}

function signedSetting() {
  const store = openStore({ path: ':memory:' });
  const dids = new DidService({ store });
  for (const owner of ['alice', 'bob', 'carol']) dids.createDid(owner);
  const events: GovernanceEvent[] = [];
  const governance = new GovernanceService({ store, dids, observe: (event) => events.push(event) });
  return { store, dids, governance, events };
}

test('the tutorial: two approvals pass, and the first block follows nothing', () => {
  const governance = new GovernanceService();
  const id = governance.createProposal(ALICE, 'Increase cell bandwidth quota');
  governance.vote(id, ALICE, 'APPROVE');
  governance.vote(id, BOB, 'APPROVE');
  expect(id).toBe('P-1');
  expect(governance.tally(id)).toBe('PASSED');
  const [block] = governance.chain();
  expect(block).toMatchObject({
    number: 0,
    prev: '0'.repeat(64),
    content: { approve: 2, reject: 0, abstain: 0 },
  });
  expect(block?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(governance.verifyChain()).toEqual({ valid: true, blocks: 1, problem: null });
});

test.each<[Choice[], string]>([
  [['APPROVE', 'REJECT'], 'FAILED'],
  [['APPROVE', 'ABSTAIN'], 'PASSED'],
  [['ABSTAIN', 'ABSTAIN'], 'FAILED'],
  [['REJECT', 'APPROVE', 'APPROVE'], 'PASSED'],
  [[], 'FAILED'],
])('%j has %s', (choices, outcome) => {
  const governance = new GovernanceService();
  const id = governance.createProposal(ALICE, 'Anything');
  for (const [index, choice] of choices.entries()) governance.vote(id, `did:sov:voter${index}`, choice);
  expect(governance.tally(id)).toBe(outcome);
  expect(governance.proposal(id).state).toBe(outcome);
});

test('a voter has one vote, the newest, under any of his names', () => {
  const { governance, dids } = signedSetting();
  const id = governance.createProposal(ALICE, 'Anything');
  governance.vote(id, ALICE, 'APPROVE');
  governance.vote(id, dids.didKey(ALICE), 'REJECT');
  expect(governance.votes(id)).toMatchObject([{ voter: ALICE, choice: 'REJECT' }]);
  expect(governance.tally(id)).toBe('FAILED');
});

test('blocks link to each other and say so step by step', () => {
  const { governance, events } = signedSetting();
  for (const text of ['One', 'Two', 'Three']) {
    const id = governance.createProposal(BOB, text);
    governance.vote(id, ALICE, 'APPROVE');
    governance.tally(id);
  }
  const [first, second, third] = governance.chain();
  expect([second?.prev, third?.prev]).toEqual([first?.hash, second?.hash]);
  expect(governance.verifyChain()).toEqual({ valid: true, blocks: 3, problem: null });
  expect(events.slice(0, 4).map(({ kind }) => kind)).toEqual(['proposed', 'voted', 'tallied', 'anchored']);
});

test('with keys each vote is really signed', () => {
  const { governance, dids } = signedSetting();
  const id = governance.createProposal(ALICE, 'Anything');
  governance.vote(id, ALICE, 'APPROVE');
  governance.tally(id);
  const [block] = governance.chain();
  const [vote] = block!.content.votes;
  const value = signedVote(block!.content.proposalHash, dids.didKey(ALICE), 'APPROVE');
  expect(dids.verify(ALICE, vote?.signature ?? '', VOTE_DOMAIN, value)).toBe(true);
  expect(dids.verify(BOB, vote?.signature ?? '', VOTE_DOMAIN, value)).toBe(false);
});

test('nobody votes for whom there is no key', () => {
  const { governance, dids } = signedSetting();
  dids.addDid('erin', SigningKey.generate().did);
  const id = governance.createProposal(ALICE, 'Anything');
  expect(() => governance.vote(id, 'did:sov:erin', 'REJECT')).toThrow(
    expect.objectContaining({ code: 'key-missing' }),
  );
  expect(governance.votes(id)).toEqual([]);
});

test.each([
  [
    'a changed description',
    "UPDATE service_block SET content = replace(content, 'Two', 'Too') WHERE number = 1",
    'block 1',
  ],
  [
    'a changed choice',
    `UPDATE service_block SET content = replace(content, '"APPROVE"', '"REJECT"')`,
    'block 0',
  ],
  ['a hash of its own', `UPDATE service_block SET hash = '${'a'.repeat(64)}' WHERE number = 1`, 'block 1'],
  ['a missing block', 'DELETE FROM service_block WHERE number = 0', 'block 0'],
  ['a missing last block', 'DELETE FROM service_block WHERE number = 2', '3 proposals are decided'],
  ['bytes that are no block', "UPDATE service_block SET content = '{' WHERE number = 2", 'block 2'],
])('%s is named', (_, sql, problem) => {
  const { governance, store } = signedSetting();
  for (const text of ['One', 'Two', 'Three']) {
    const id = governance.createProposal(BOB, text);
    governance.vote(id, ALICE, 'APPROVE');
    governance.tally(id);
  }
  store.db.exec(sql);
  const verdict = governance.verifyChain();
  expect(verdict.valid).toBe(false);
  expect(verdict.problem).toContain(problem);
});

test.each<[string, (vote: BlockVote, proposalHash: string) => BlockVote]>([
  ['a vote without its signature', (vote) => ({ ...vote, signature: null })],
  ['a vote that was never signed', (vote) => ({ ...vote, did: null, signature: null })],
  ['a vote of nobody', (vote) => ({ ...vote, voter: 'did:sov:nobody', did: null, signature: null })],
  ["another's key under a voter's name", forge],
])('%s is named, even in a chain whose hashes were all made again', (_, change) => {
  const { governance, dids } = signedSetting();
  const id = governance.createProposal(BOB, 'Anything');
  governance.vote(id, ALICE, 'APPROVE');
  governance.tally(id);
  const [block] = governance.chain();
  const content = {
    ...block!.content,
    votes: block!.content.votes.map((vote) => change(vote, block!.content.proposalHash)),
  };
  const verdict = verifyBlocks([makeBlock(content)], (voter) =>
    dids.has(voter) ? dids.didKey(voter) : null,
  );
  expect(verdict).toMatchObject({ valid: false, blocks: 0 });
  expect(verdict.problem).toMatch(/^block 0: did:sov:\w+ did not sign that vote$/);
});

test('decisions survive in the store', () => {
  const store = openStore({ path: ':memory:' });
  const before = new GovernanceService({ store });
  const id = before.createProposal(ALICE, 'Anything');
  before.vote(id, BOB, 'APPROVE');
  const after = new GovernanceService({ store });
  expect(after.tally(id)).toBe('PASSED');
  expect(after.createProposal(BOB, 'More')).toBe('P-2');
});

test('what is decided stays decided', () => {
  const governance = new GovernanceService();
  const id = governance.createProposal(ALICE, 'Anything');
  governance.tally(id);
  expect(() => governance.vote(id, ALICE, 'APPROVE')).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(() => governance.tally(id)).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(governance.chain()).toHaveLength(1);
});

test('bad arguments are named', () => {
  const { governance } = signedSetting();
  const id = governance.createProposal(ALICE, 'Anything');
  const code = (expected: string) => expect.objectContaining({ code: expected });
  expect(() => governance.createProposal(ALICE, ' ')).toThrow(code('invalid-argument'));
  expect(() => governance.createProposal(ALICE, 'x'.repeat(10_001))).toThrow(code('too-large'));
  expect(() => governance.createProposal(ALICE, 'half \ud800')).toThrow(code('malformed'));
  expect(() => governance.createProposal('alice', 'Anything')).toThrow(code('invalid-argument'));
  expect(() => governance.createProposal('did:sov:nobody', 'Anything')).toThrow(code('not-found'));
  expect(() => governance.vote('P-9', ALICE, 'APPROVE')).toThrow(code('not-found'));
  expect(() => governance.vote(null as never, ALICE, 'APPROVE')).toThrow(code('not-found'));
  expect(() => governance.vote(id, ALICE, 'YES' as never)).toThrow('APPROVE, REJECT, ABSTAIN');
  expect(() => governance.vote(id, 'did:sov:nobody', 'APPROVE')).toThrow(code('not-found'));
  expect(() => governance.tally('P-9')).toThrow(code('not-found'));
  expect(governance.votes(id)).toEqual([]);
});
