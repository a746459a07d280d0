import { expect, test } from 'vitest';
import { decidedIn } from '../../../electron/node/cell/deciding/decided.ts';
import { ClosingMember } from '../../support/cell/closing-member.ts';
import { foundEntry } from '../../support/cell/feed-writer.ts';

const RULES = { quorum: 1, threshold: [1, 2], deadlineMs: 60_000, graceMs: 0 };

test('a log tells its decisions with their certificates, and nothing of what is still open', () => {
  const alice = new ClosingMember('alice', foundEntry('alice'));
  expect(decidedIn(alice.book)).toEqual([]);
  const open = (number: number, title: string): string => {
    const proposal = alice.write('draft', { number, title, text: '' }, number).hash;
    return alice.write('open', { proposal, attempt: 1, epoch: 0, text: '', rules: RULES }).hash;
  };
  alice.write('vote', { ballot: open(1, 'Buy a ladder'), choice: 'APPROVE' });
  alice.act(1_000);
  alice.write('vote', { ballot: open(2, 'Sell it again'), choice: 'REJECT' });
  alice.act(2_000);
  open(3, 'Still open');
  expect(decidedIn(alice.book)).toMatchObject([
    {
      label: 'P-1',
      title: 'Buy a ladder',
      outcome: 'passed',
      tally: { approve: 1, reject: 0, abstain: 0 },
      certificate: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), round: 0, signers: ['alice'], needed: 1 },
    },
    { label: 'P-2', title: 'Sell it again', outcome: 'failed' },
  ]);
});
