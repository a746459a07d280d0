/** Ballots of the membership slot, and electorates that they change. */
import { type Change, DEFAULT_CELL_RULES } from '#shared/protocol/closing/bodies.ts';
import type { Scenario } from './scenario.ts';
import { admission, cellOfThree, HOUR_MS, VectorCell } from './vector-cell.ts';

/** alice proposes to admit dave, and bob erin, in one epoch; members close both ballots, and dave's is decided. */
function twoAdmissions(): { cell: VectorCell; proposal: string } {
  const cell = cellOfThree();
  const dave = cell.propose('alice', { title: 'Admit dave', change: admission('dave') });
  const erin = cell.propose('bob', { title: 'Admit erin', change: admission('erin') });
  cell.meet();
  for (const ballot of [dave, erin]) for (const name of ['alice', 'bob']) cell.vote(name, ballot, 'APPROVE');
  cell.meet();
  cell.close(erin, 'alice', 'bob');
  cell.decide(dave, ...cell.names);
  return { cell, proposal: cell.member('bob').book.ballot(erin)?.body.proposal as string };
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
      const { cell, proposal } = twoAdmissions();
      cell.join('dave', 'alice');
      const ballot = cell.propose('dave');
      const present = ['alice', 'bob', 'dave'];
      cell.meet(...present);
      for (const name of present) cell.vote(name, ballot, 'APPROVE');
      cell.decide(ballot, ...present);
      cell.propose('bob', { proposal, attempt: 2, change: admission('erin') });
      return { cell, view: 'bob' };
    },
  },
  alone: {
    comment:
      'A cell of one decides alone. Its only member cannot be removed, its own name is taken, and an epoch ends whatever the outcome: after a rejected admission the next one is in members/1.',
    base: null,
    play: () => {
      const cell = new VectorCell('alice');
      const alice = cell.member('alice');
      const removal = { type: 'remove', scid: alice.author, end: alice.head?.hash ?? '' } as const;
      cell.propose('alice', { title: 'Leave', change: removal });
      const namesake = { ...admission('bob'), alias: 'ALICE' } as Change;
      cell.propose('alice', { title: 'Admit bob', change: namesake });
      const rejected = cell.propose('alice', { title: 'Admit bob', change: admission('bob') });
      cell.vote('alice', rejected, 'REJECT');
      cell.decide(rejected, 'alice');
      const change = admission('bob');
      const admitted = cell.propose('alice', { title: 'Admit bob all the same', change });
      cell.vote('alice', admitted, 'APPROVE');
      cell.decide(admitted, 'alice');
      return { cell, view: 'alice' };
    },
  },
  'two-at-once': {
    comment:
      'A cell in which a proposer may have two ballots open: the third counts for nothing, until one of them is decided.',
    base: null,
    play: () => {
      const feedPerDay = { entries: 1000, bytes: 1024 ** 2 };
      const cell = new VectorCell('alice', { ...DEFAULT_CELL_RULES, openBallotsMax: 2, feedPerDay });
      const first = cell.propose('alice');
      for (const title of ['Mow the lawn', 'Buy a battery']) cell.propose('alice', { title });
      cell.vote('alice', first, 'APPROVE');
      cell.decide(first, 'alice');
      cell.propose('alice', { title: 'Sell the shed' });
      return { cell, view: 'alice' };
    },
  },
  'end-of-branches': {
    comment:
      "bob's feed has two branches: what a lost home wrote last, and what was made of its backup. A removal that names the end of the older one is invalid; that which names the newest takes back nothing of either that it knew, and what comes later counts for nothing.",
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const alice = cell.member('alice');
      const backup = cell.member('bob').copy();
      cell.member('bob').write('transfer', { to: alice.author, amount: 3 });
      cell.meet();
      const bob = cell.put('bob', backup);
      bob.restore();
      bob.write('transfer', { to: alice.author, amount: 2 });
      cell.meet();
      const ends = alice.graph.heads(bob.author).map(({ entry, hash }) => [entry.gen, hash] as const);
      const removal = (gen: number): string =>
        cell.propose('alice', {
          title: 'Remove bob',
          change: { type: 'remove', scid: bob.author, end: new Map(ends).get(gen) ?? '' },
        });
      removal(0);
      const ballot = removal(1);
      bob.write('transfer', { to: alice.author, amount: 1 });
      cell.meet();
      for (const name of ['alice', 'carol']) cell.vote(name, ballot, 'APPROVE');
      cell.decide(ballot, 'alice', 'carol');
      cell.meet();
      return { cell, view: 'alice' };
    },
  },
  'after-end': {
    comment:
      'What carol writes after her certified end, without knowing of it: her vote in a ballot that has her in its electorate counts and is rewarded; her open is not rewarded, nor is her vote in this ballot; her transfer counts for neither side, her endorsement not at all. All of it is valid.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const [alice, carol] = [cell.member('alice'), cell.member('carol')];
      const before = cell.propose('bob', { title: 'Buy a battery' });
      cell.meet();
      carol.write('transfer', { to: alice.author, amount: 3 });
      cell.meet();
      const removal = cell.propose('alice', {
        title: 'Remove carol',
        change: { type: 'remove', scid: carol.author, end: carol.head?.hash ?? '' },
      });
      cell.meet('alice', 'bob');
      for (const name of ['alice', 'bob']) cell.vote(name, removal, 'APPROVE');
      cell.decide(removal, 'alice', 'bob');
      cell.vote('carol', before, 'APPROVE');
      cell.vote('carol', cell.propose('carol', { title: 'Paint the shed' }), 'APPROVE');
      carol.write('transfer', { to: alice.author, amount: 7 });
      carol.write('endorse', { member: alice.author, strength: 1000 });
      cell.meet();
      return { cell, view: 'alice' };
    },
  },
  left: {
    comment:
      'carol proposes her own removal. The end that it names is her entry before the open: no entry names itself.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const carol = cell.member('carol');
      const proposal = carol.write('draft', { number: 3, title: 'Remove carol', text: '' }).hash;
      const change = { type: 'remove', scid: carol.author, end: proposal } as const;
      const leaving = cell.propose('carol', { proposal, change });
      cell.meet();
      for (const name of cell.names) cell.vote(name, leaving, 'APPROVE');
      cell.decide(leaving, 'alice', 'bob');
      cell.meet();
      return { cell, view: 'alice' };
    },
  },
  removed: {
    comment:
      'carol is removed while she is away. What she votes, closes and signs in a ballot that was drafted before counts; what she drafts and opens without knowing is valid and does not count; what she writes once she knows is invalid.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const [alice, carol] = [cell.member('alice'), cell.member('carol')];
      const before = cell.propose('bob', { title: 'Buy a battery' });
      cell.meet();
      cell.vote('carol', before, 'APPROVE');
      cell.meet();
      const removal = cell.propose('alice', {
        title: 'Remove carol',
        change: { type: 'remove', scid: carol.author, end: carol.head?.hash ?? '' },
      });
      cell.meet();
      for (const name of ['alice', 'bob']) cell.vote(name, removal, 'APPROVE');
      cell.decide(removal, 'alice', 'bob');
      const unknowing = cell.propose('carol', { title: 'Paint the shed' });
      const proposal = carol.book.ballot(unknowing)?.body.proposal;
      const draft = carol.write('draft', { number: 6, title: 'Sell the shed', text: '' }).hash;
      cell.vote('carol', before, 'REJECT');
      cell.meet();
      for (const name of ['alice', 'bob']) cell.vote(name, before, 'APPROVE');
      cell.decide(before, 'alice', 'carol');
      cell.meet();
      carol.write('draft', { number: 7, title: 'Stay', text: '' });
      const rules = { quorum: 2, threshold: [1, 2], deadlineMs: HOUR_MS, graceMs: 0 };
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
