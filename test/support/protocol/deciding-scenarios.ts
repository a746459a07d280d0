/** Ordinary ballots: how they pass, fail, expire, are opened again, withdrawn, and counted without one member. */
import { coordinatorOf } from '#shared/protocol/closing/coordinator.ts';
import type { Scenario } from './scenario.ts';
import { cellOfThree, cellOfTwo } from './vector-cell.ts';

export const DECIDING: Readonly<Record<string, Scenario>> = {
  two: {
    comment: 'alice founds a cell and admits bob: a cell of one decides alone.',
    base: null,
    play: () => ({ cell: cellOfTwo(), view: 'alice' }),
  },
  three: {
    comment: 'alice and bob admit carol: two members decide together. Most other vectors go on from here.',
    base: 'two',
    play: () => ({ cell: cellOfThree(), view: 'alice' }),
  },
  passed: {
    comment: 'A ballot that passes in round 0. carol votes twice; the newer vote counts.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const ballot = cell.propose('bob', { text: 'Both sides, in red.' });
      cell.meet();
      cell.vote('carol', ballot, 'REJECT');
      cell.vote('alice', ballot, 'APPROVE');
      cell.meet();
      cell.vote('carol', ballot, 'APPROVE', 'Red it is. ✓');
      cell.vote('bob', ballot, 'ABSTAIN');
      cell.decide(ballot, ...cell.names);
      return { cell, view: 'alice' };
    },
  },
  failed: {
    comment: 'A ballot that fails: half is not more than half.',
    base: 'two',
    play: () => {
      const cell = cellOfTwo();
      const ballot = cell.propose('alice');
      cell.meet();
      cell.vote('alice', ballot, 'APPROVE');
      cell.vote('bob', ballot, 'REJECT');
      cell.decide(ballot, ...cell.names);
      return { cell, view: 'bob' };
    },
  },
  'next-attempt': {
    comment: 'One vote where two are needed: the attempt expires by a certificate. The next one passes.',
    base: 'two',
    play: () => {
      const cell = cellOfTwo();
      const first = cell.propose('bob', { quorum: 2 });
      cell.meet();
      cell.vote('bob', first, 'APPROVE');
      cell.decide(first, ...cell.names);
      const proposal = cell.member('bob').book.ballot(first)?.body.proposal as string;
      const second = cell.propose('bob', { proposal, attempt: 2 });
      cell.meet();
      for (const name of cell.names) cell.vote(name, second, 'APPROVE');
      cell.decide(second, ...cell.names);
      return { cell, view: 'bob' };
    },
  },
  'later-round': {
    comment:
      'The coordinator of round 0 is away, so the other two decide in round 1. It returns with a vote that nobody counted.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const ballot = cell.propose('alice');
      cell.meet();
      const { slot, electorate } = cell.member('alice').book.ballot(ballot) ?? {};
      if (!slot || !electorate) throw new RangeError('the ballot is valid');
      const away = cell.names.find((name) => cell.member(name).author === coordinatorOf(slot, electorate, 0));
      const others = cell.names.filter((name) => name !== away);
      for (const name of others) cell.vote(name, ballot, 'APPROVE');
      cell.decide(ballot, ...others);
      cell.vote(away as string, ballot, 'REJECT');
      cell.meet();
      return { cell, view: 'alice' };
    },
  },
  withdrawn: {
    comment:
      'alice withdraws with no vote in the past of her withdraw, although bob has voted: withdrawn. bob withdraws when he has heard a vote: members close at once, and the votes decide.',
    base: 'two',
    play: () => {
      const cell = cellOfTwo();
      const first = cell.propose('alice');
      cell.meet();
      cell.vote('bob', first, 'APPROVE');
      cell.member('alice').write('withdraw', { ballot: first });
      cell.decide(first, ...cell.names);
      const second = cell.propose('bob', { title: 'Buy a battery' });
      cell.vote('bob', second, 'ABSTAIN');
      cell.meet();
      cell.vote('alice', second, 'REJECT');
      cell.meet();
      cell.member('bob').write('withdraw', { ballot: second });
      cell.decide(second, ...cell.names);
      return { cell, view: 'alice' };
    },
  },
  deliberation: {
    comment:
      'Review, a new version, a comment, an endorsement, a transfer, and a kind that nobody knows; then the vote is opened.',
    base: 'two',
    play: () => {
      const cell = cellOfTwo();
      const [alice, bob] = [cell.member('alice'), cell.member('bob')];
      const draft = alice.write('draft', { number: 2, title: 'Paint the shed', text: 'red' });
      const proposal = draft.hash;
      alice.write('review', { proposal });
      cell.meet();
      bob.write('comment', { proposal, text: 'Both sides?' });
      cell.meet();
      alice.write('revise', { proposal, title: 'Paint both sides of the shed', text: 'red' });
      bob.write('endorse', { member: alice.author, strength: 700 });
      alice.write('transfer', { to: bob.author, amount: 12, note: 'bread' });
      bob.write('weather', { degrees: -3, wind: ['NW', null, true] });
      cell.propose('alice', { proposal, text: 'red' });
      cell.meet();
      return { cell, view: 'alice' };
    },
  },
};
