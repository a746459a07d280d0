import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../electron/node/store/store.ts';
import { DidService } from '../../electron/node/tutorial/did-service.ts';
import { GovernanceService } from '../../electron/node/tutorial/governance-service.ts';
import { IncentiveService } from '../../electron/node/tutorial/incentive-service.ts';
import { ReputationService } from '../../electron/node/tutorial/reputation-service.ts';
import { CHOICES, type Choice } from '../../electron/node/tutorial/vote-chain.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin'];
const name = fc.constantFrom(...NAMES);
const endorsement = fc.tuple(name, name, fc.double({ min: 0.01, max: 5, noNaN: true }));

function score(endorsements: readonly (readonly [string, string, number])[]): Record<string, number> {
  const service = new ReputationService();
  for (const node of NAMES) service.addNode(node);
  for (const one of endorsements) service.addEndorsement(...one);
  return service.computeScores();
}

test('scores are shares of one, whatever was endorsed, and the order of endorsements does not matter', () => {
  fc.assert(
    fc.property(fc.array(endorsement, { maxLength: 30 }), (endorsements) => {
      const scores = score(endorsements);
      const values = Object.values(scores);
      expect(values.every((value) => value > 0 && value <= 1)).toBe(true);
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(
        NAMES.length * 0.5e-4 + 1e-9,
      );
      for (const [node, value] of Object.entries(score([...endorsements].reverse()))) {
        // A rank that lies on the edge between two fourth decimals may fall to either side.
        expect(Math.abs(value - (scores[node] ?? 0))).toBeLessThan(1.001e-4);
      }
    }),
    { numRuns: 200 },
  );
});

test('one more endorsement never lowers the score of who received it', () => {
  fc.assert(
    fc.property(fc.array(endorsement, { maxLength: 20 }), name, name, (endorsements, source, target) => {
      fc.pre(source !== target);
      const before = score(endorsements)[target] ?? 0;
      const after = score([...endorsements, [source, target, 5]])[target] ?? 0;
      expect(after).toBeGreaterThanOrEqual(before - 1.001e-4);
    }),
    { numRuns: 200 },
  );
});

const vote = fc.record({
  voter: name,
  choice: fc.constantFrom<Choice>(...CHOICES),
  on: fc.integer({ min: 1, max: 3 }),
});

test('each voter counts once, with the newest vote, and the chain always holds', () => {
  fc.assert(
    fc.property(fc.array(vote, { maxLength: 25 }), (votes) => {
      const store = openStore({ path: ':memory:' });
      const dids = new DidService({ store });
      for (const owner of NAMES) dids.createDid(owner);
      const governance = new GovernanceService({ store, dids });
      for (const text of ['One', 'Two', 'Three']) governance.createProposal('did:sov:alice', text);
      const newest = new Map<string, Choice>();
      for (const { voter, choice, on } of votes) {
        governance.vote(`P-${on}`, `did:sov:${voter}`, choice);
        newest.set(`${on} ${voter}`, choice);
      }
      for (const number of [2, 1, 3]) {
        const mine = [...newest].filter(([key]) => key.startsWith(`${number} `)).map(([, choice]) => choice);
        const approve = mine.filter((choice) => choice === 'APPROVE').length;
        const reject = mine.filter((choice) => choice === 'REJECT').length;
        expect(governance.tally(`P-${number}`)).toBe(approve > reject ? 'PASSED' : 'FAILED');
        expect(governance.chain().at(-1)?.content).toMatchObject({ approve, reject });
      }
      expect(governance.verifyChain()).toEqual({ valid: true, blocks: 3, problem: null });
      store.close();
    }),
    { numRuns: 60 },
  );
});

test('a balance is the sum of its receipts', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.integer({ min: -5, max: 50 })), { maxLength: 40 }), (rewards) => {
      const incentives = new IncentiveService();
      for (const node of NAMES) incentives.register(node);
      for (const [node, amount] of rewards) {
        try {
          incentives.reward(node, amount);
        } catch {
          expect(amount).toBeLessThanOrEqual(0);
        }
      }
      for (const node of NAMES) {
        const receipts = incentives.receipts(node);
        const sum = receipts.reduce((total, { amount }) => total + amount, 0);
        expect(incentives.balance(node)).toBe(sum);
        expect(receipts.at(-1)?.balance).toBe(sum);
      }
    }),
    { numRuns: 60 },
  );
});
