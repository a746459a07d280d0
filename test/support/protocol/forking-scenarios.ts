/** Members who sign two entries at one place, and homes that go back to an older state. */
import { signEntry } from '../../../electron/node/log/signed-entry.ts';
import type { Played, Scenario } from './scenario.ts';
import { cellOfThree, cellOfTwo, type VectorCell } from './vector-cell.ts';
import type { VectorMember } from './vector-member.ts';

/** A second instance under the same key. */
function twin(cell: VectorCell, name: string): string {
  cell.put(`${name}*`, cell.member(name).copy());
  return `${name}*`;
}

function aliceAndBobProve(cell: VectorCell): void {
  cell.meet('alice', 'bob');
  for (const name of ['alice', 'bob']) cell.member(name).prove();
  cell.meet('alice', 'bob');
}

/** Nine copies of carol's home go on by themselves. alice brings in four of the branches, and bob four. */
function manyBranches(): Played {
  const cell = cellOfThree();
  const copies = Array.from({ length: 9 }, (_, branch) => `carol${branch}`);
  for (const name of copies) cell.put(name, cell.member('carol').copy());
  const [alice, bob] = [cell.member('alice'), cell.member('bob')];
  copies.forEach((name, branch) => void cell.member(name).write('note', { branch }));
  const notes = new Map<string, string>();
  const write = (member: VectorMember, heard: readonly string[], note: string): void => {
    for (const name of heard) member.syncFrom(cell.member(name));
    notes.set(member.write('note', {}).hash, note);
  };
  write(alice, copies.slice(0, 4), 'brings in four branches of hers');
  write(bob, copies.slice(4, 8), 'brings in four others');
  cell.meet('alice', 'bob');
  write(alice, [], 'has eight in its past, four of them through bob');
  for (const name of copies.slice(0, 8)) cell.member(name).write('note', {});
  write(alice, copies.slice(0, 8), 'names eight ends');
  alice.syncFrom(cell.member('carol8'));
  const ninth = cell.member('carol8').head?.hash ?? '';
  const { entry, hash } = alice.draft('note', {});
  const seen = { ...entry.seen, [cell.member('carol8').author]: ninth };
  const text = signEntry(alice.person.key, { ...entry, seen }).text;
  const refused = [{ note: 'brings in a fifth branch', code: 'seen' as const, text }];
  if (Object.keys(entry.seen).length > 0) throw new Error(`${hash} should name nothing`);
  return { cell, view: 'alice', notes, refused };
}

export const FORKING: Readonly<Record<string, Scenario>> = {
  equivocation: {
    comment:
      'carol signs two votes at one place. alice and bob prove it before they close, so her vote is void; both of her entries are kept.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const ballot = cell.propose('alice');
      cell.meet();
      const other = twin(cell, 'carol');
      cell.vote('carol', ballot, 'APPROVE');
      cell.vote(other, ballot, 'REJECT');
      cell.meet('alice', 'carol');
      cell.meet('bob', other);
      cell.vote('alice', ballot, 'APPROVE');
      cell.vote('bob', ballot, 'APPROVE');
      aliceAndBobProve(cell);
      cell.decide(ballot, 'alice', 'bob');
      return { cell, view: 'alice' };
    },
  },
  forked: {
    comment:
      'carol closes, signs and confirms with alice, and otherwise with bob: two certificates in one slot. The state names her, and whoever holds both branches proves it.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const ballot = cell.propose('alice');
      cell.meet();
      const sides = [
        ['alice', 'carol', 'APPROVE'],
        ['bob', twin(cell, 'carol'), 'REJECT'],
      ] as const;
      for (const [one, two, choice] of sides) for (const name of [one, two]) cell.vote(name, ballot, choice);
      for (const [one, two] of sides) cell.decide(ballot, one, two);
      aliceAndBobProve(cell);
      return { cell, view: 'alice' };
    },
  },
  branches: {
    comment:
      'carol ends her feed in nine branches, as nine copies of her home would. What alice and bob bring in of them is at the limit; one more, and the entry is refused.',
    base: 'three',
    play: manyBranches,
  },
  restored: {
    comment:
      'bob goes on from a backup after all have answered. In the slot that was drafted before, his vote counts and his close is invalid; in the next one he takes part.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const before = cell.propose('alice');
      cell.meet();
      const backup = cell.member('bob').copy();
      cell.vote('bob', before, 'REJECT');
      cell.meet();
      const bob = cell.put('bob', backup);
      cell.meet();
      bob.restore();
      cell.vote('bob', before, 'APPROVE');
      bob.write('close', { ballot: before });
      cell.meet();
      cell.vote('alice', before, 'APPROVE');
      cell.decide(before, 'alice', 'carol');
      cell.meet();
      const after = cell.propose('carol', { title: 'Buy a battery' });
      cell.meet();
      cell.close(after, 'bob');
      cell.meet();
      return { cell, view: 'carol' };
    },
  },
  'restored-by-override': {
    comment:
      'bob has closed, signed and confirmed with alice. His operator goes on from an older backup without asking: a branch that begins a generation and is no equivocation. What it closes and signs in that slot is invalid, and the certificate stands.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const ballot = cell.propose('alice');
      cell.meet();
      const backup = cell.member('bob').copy();
      for (const name of ['alice', 'bob']) cell.vote(name, ballot, 'APPROVE');
      cell.decide(ballot, 'alice', 'bob');
      const bob = cell.put('bob', backup);
      bob.restore();
      cell.vote('bob', ballot, 'REJECT');
      bob.write('close', { ballot });
      cell.meet();
      const { slot } = bob.book.ballot(ballot) ?? {};
      const set = bob.book.confirms(String(slot))[0]?.body;
      bob.write('sign', { ...set, round: 7 });
      bob.write('confirm', { ...set });
      cell.meet();
      return { cell, view: 'carol' };
    },
  },
  'restored-from-nothing': {
    comment:
      'carol goes on from a backup that was made before she wrote anything: her generation follows nothing, and is no equivocation. What it closes in the slot that was drafted before is invalid; in the next one it takes part.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const ballot = cell.propose('alice');
      cell.meet();
      const backup = cell.member('carol').copy();
      cell.vote('carol', ballot, 'REJECT');
      cell.meet();
      const carol = cell.put('carol', backup);
      carol.restore();
      cell.vote('carol', ballot, 'APPROVE');
      carol.write('close', { ballot });
      cell.meet();
      cell.decide(ballot, 'alice', 'bob');
      cell.meet();
      const after = cell.propose('bob', { title: 'Buy a battery' });
      cell.meet();
      cell.close(after, 'carol');
      cell.meet();
      return { cell, view: 'carol' };
    },
  },
  'restored-of-two': {
    comment:
      'In a cell of two the other member keeps what both signed, so the restored one may act in slots that were drafted before, as long as the other is not restored too.',
    base: 'two',
    play: () => {
      const cell = cellOfTwo();
      const ballot = cell.propose('alice');
      cell.meet();
      cell.vote('bob', ballot, 'REJECT');
      const bob = cell.put('bob', cell.member('bob').copy());
      bob.restore();
      for (const name of cell.names) cell.vote(name, ballot, 'APPROVE');
      cell.decide(ballot, ...cell.names);
      return { cell, view: 'alice' };
    },
  },
};
