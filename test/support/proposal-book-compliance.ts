import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProposalBook } from '../../electron/node/tutorial/proposal-book.ts';
import { expectCode } from './throws-code.ts';

/** A book in which alice, bob and carol vote, each under the alias `did:sov:<name>`. */
export interface BookWorld {
  readonly book: ProposalBook;
  close(): void;
}

const [ALICE, BOB, CAROL] = ['did:sov:alice', 'did:sov:bob', 'did:sov:carol'] as const;

/** What every ProposalBook must do, wherever it keeps proposals and votes. */
export function proposalBookCompliance(name: string, create: () => Promise<BookWorld>): void {
  describe(`${name} is a ProposalBook:`, () => {
    let world: BookWorld;
    let book: ProposalBook;
    beforeEach(async () => {
      world = await create();
      book = world.book;
    });
    afterEach(() => world.close());

    const decide = (description: string, ...choices: ('APPROVE' | 'REJECT' | 'ABSTAIN')[]) => {
      const { id } = book.create(ALICE, description);
      for (const [at, voter] of [ALICE, BOB, CAROL].entries()) book.vote(id, voter, choices[at] ?? 'ABSTAIN');
      return book.tally(id);
    };

    it('proposals are numbered from P-1, open, and listed in that order', () => {
      const first = book.create(ALICE, 'Paint the shed');
      const second = book.create(BOB, 'Buy a battery');
      expect(first).toMatchObject({
        id: 'P-1',
        state: 'OPEN',
        description: 'Paint the shed',
        proposer: ALICE,
      });
      expect(second).toMatchObject({ id: 'P-2', state: 'OPEN', proposer: BOB });
      expect(book.list()).toEqual([first, second]);
      expect(book.get('P-2')).toEqual(second);
      expect([book.chain(), book.verify()]).toEqual([[], { valid: true, blocks: 0, problem: null }]);
    });

    it.each(['P-2', 'P-0', 'x', ''])('there is no proposal %j', (id) => {
      book.create(ALICE, 'Paint the shed');
      for (const ask of [() => book.get(id), () => book.vote(id, BOB, 'APPROVE'), () => book.tally(id)])
        expectCode('not-found', ask);
    });

    it('a stranger has no voice', () => {
      const { id } = book.create(ALICE, 'Paint the shed');
      expectCode('not-found', () => book.vote(id, 'did:sov:mallory', 'APPROVE'));
      expectCode('not-found', () => book.create('did:sov:mallory', 'Give me the shed'));
      expect([book.votes(id), book.list().length]).toEqual([[], 1]);
    });

    it('a voter has one vote, the newest', () => {
      const { id } = book.create(ALICE, 'Paint the shed');
      for (const choice of ['REJECT', 'APPROVE'] as const) book.vote(id, BOB, choice);
      expect(book.votes(id)).toMatchObject([{ voter: BOB, choice: 'APPROVE' }]);
    });

    it.each([
      [['APPROVE', 'APPROVE', 'REJECT'], 'PASSED', [2, 1, 0]],
      [['APPROVE', 'REJECT', 'REJECT'], 'FAILED', [1, 2, 0]],
      [['APPROVE', 'REJECT', 'ABSTAIN'], 'FAILED', [1, 1, 1]],
      [['APPROVE', 'ABSTAIN', 'ABSTAIN'], 'PASSED', [1, 0, 2]],
    ] as const)('%j has %s, which is anchored with every vote', (choices, outcome, counts) => {
      const { content } = decide('Paint the shed', ...choices);
      expect(content).toMatchObject({ number: 0, proposal: 'P-1', description: 'Paint the shed', outcome });
      expect([content.approve, content.reject, content.abstain]).toEqual(counts);
      expect(content.votes.map(({ choice }) => choice).sort()).toEqual([...choices].sort());
      expect(book.get('P-1').state).toBe(outcome);
      expect(book.verify()).toEqual({ valid: true, blocks: 1, problem: null });
    });

    it('what is decided stays so, and each block follows the one before', () => {
      const first = decide('Paint the shed', 'APPROVE', 'APPROVE', 'APPROVE');
      const second = decide('Buy a battery', 'REJECT', 'REJECT', 'REJECT');
      expectCode('conflict', () => book.vote('P-1', BOB, 'REJECT'));
      expect(book.chain()).toEqual([first, second]);
      expect([second.content.number, second.content.prev]).toEqual([1, first.hash]);
      expect(book.verify()).toMatchObject({ valid: true, blocks: 2 });
    });
  });
}
