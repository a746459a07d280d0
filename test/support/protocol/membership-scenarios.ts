/** Ballots of the membership slot, and electorates that they change. */
import { OVER_MS, TURN_MS } from './deciding-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { admission, cellOfThree, HOUR_MS, type VectorCell } from './vector-cell.ts';
import type { Name } from './vector-member.ts';

interface Admissions {
  readonly cell: VectorCell;
  readonly admitted: Name;
  /** The other one, whose admission is to be opened again. */
  readonly waiting: Name;
  readonly proposer: string;
  readonly proposal: string;
}

/** alice proposes to admit dave, and bob erin, in one epoch. */
function twoAdmissions(): Admissions {
  const cell = cellOfThree();
  const ballots = {
    dave: cell.propose('alice', { title: 'Admit dave', change: admission('dave') }),
    erin: cell.propose('bob', { title: 'Admit erin', change: admission('erin') }),
  };
  cell.meet();
  for (const ballot of Object.values(ballots))
    for (const name of cell.names) cell.vote(name, ballot, 'APPROVE');
  cell.settle();
  const { book, graph } = cell.member('alice');
  const isDave = book.epochAt([...graph.nodes()]).members.some(({ alias }) => alias === 'dave');
  const [admitted, waiting] = isDave ? (['dave', 'erin'] as const) : (['erin', 'dave'] as const);
  const proposal = book.ballot(ballots[waiting])?.body.proposal as string;
  return { cell, admitted, waiting, proposer: isDave ? 'bob' : 'alice', proposal };
}

export const MEMBERSHIP: Readonly<Record<string, Scenario>> = {
  'two-admissions': {
    comment: 'Two admissions in one epoch: one passes, the other is superseded.',
    base: 'three',
    play: () => ({ cell: twoAdmissions().cell, view: 'carol' }),
  },
  four: {
    comment:
      'With four members one equivocator is allowed for (f = 1), and three must agree (q = 3). carol is away. Then the admission that was superseded is opened again, in the new epoch.',
    base: 'two-admissions',
    play: () => {
      const { cell, admitted, waiting, proposer, proposal } = twoAdmissions();
      cell.join(admitted, 'alice');
      const ballot = cell.propose(admitted);
      const present = ['alice', 'bob', admitted];
      cell.settle(...present);
      for (const name of present) cell.vote(name, ballot, 'APPROVE');
      for (const waitMs of [OVER_MS, TURN_MS, 2 * TURN_MS]) {
        cell.wait(waitMs);
        cell.settle(...present);
      }
      cell.propose(proposer, { proposal, attempt: 2, change: admission(waiting) });
      return { cell, view: proposer };
    },
  },
  removed: {
    comment:
      'carol is removed while she is away. Her vote in a ballot that was drafted before counts; what she drafts and opens without knowing is valid and does not count; what she writes once she knows is invalid.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const [alice, carol] = [cell.member('alice'), cell.member('carol')];
      const before = cell.propose('bob', { title: 'Buy a battery', deadlineMs: 24 * HOUR_MS });
      cell.meet();
      cell.vote('carol', before, 'APPROVE');
      cell.meet();
      const removal = cell.propose('alice', {
        title: 'Remove carol',
        change: { type: 'remove', scid: carol.author, end: carol.head?.hash ?? '' },
      });
      cell.meet();
      for (const name of cell.names) cell.vote(name, removal, name === 'carol' ? 'REJECT' : 'APPROVE');
      cell.meet();
      cell.settle('alice', 'bob');
      for (const waitMs of [OVER_MS, TURN_MS]) {
        cell.wait(waitMs);
        cell.settle('alice', 'bob');
      }
      const unknowing = cell.propose('carol', { title: 'Paint the shed' });
      const proposal = carol.book.ballot(unknowing)?.body.proposal;
      const draft = carol.write('draft', { number: 6, title: 'Sell the shed', text: '' }).hash;
      cell.vote('carol', before, 'REJECT');
      cell.meet();
      for (const name of ['alice', 'bob']) cell.vote(name, before, 'APPROVE');
      cell.settle();
      carol.write('draft', { number: 7, title: 'Stay', text: '' });
      const rules = { quorum: 1, threshold: [1, 2], deadlineMs: 0, graceMs: 0 };
      carol.write('open', { proposal: draft, attempt: 1, epoch: 2, text: '', rules });
      carol.write('revise', { proposal: draft, title: 'Keep the shed', text: '' });
      carol.write('review', { proposal: draft });
      carol.write('comment', { proposal, text: 'I am still here.' });
      carol.write('endorse', { member: alice.author, strength: 1000 });
      carol.write('transfer', { to: alice.author, amount: 1 });
      cell.meet();
      return { cell, view: 'alice' };
    },
  },
};
