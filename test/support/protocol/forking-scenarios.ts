/** Members who sign two entries at one place, and homes that go back to an older state. */
import { OVER_MS, TURN_MS } from './deciding-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { cellOfThree, cellOfTwo, type VectorCell } from './vector-cell.ts';
import type { VectorMember } from './vector-member.ts';

/** A second instance under the same key. */
function twin(cell: VectorCell, name: string): string {
  const copy = cell.put(`${name}*`, cell.member(name).copy());
  copy.noteOpens(cell.nowMs);
  return `${name}*`;
}

/** A home is lost, and its backup put in its place. */
function replace(cell: VectorCell, name: string, backup: VectorMember): VectorMember {
  backup.noteOpens(cell.nowMs);
  return cell.put(name, backup);
}

export const FORKING: Readonly<Record<string, Scenario>> = {
  equivocation: {
    comment:
      'carol signs two votes at one place. alice and bob prove it before they close, so her vote is void; both of her entries are kept.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const ballot = cell.propose('alice');
      cell.settle();
      const other = twin(cell, 'carol');
      cell.vote('carol', ballot, 'APPROVE');
      cell.vote(other, ballot, 'REJECT');
      cell.meet('alice', 'carol');
      cell.meet('bob', other);
      cell.vote('alice', ballot, 'APPROVE');
      cell.vote('bob', ballot, 'APPROVE');
      for (const waitMs of [OVER_MS, TURN_MS, 2 * TURN_MS]) {
        cell.wait(waitMs);
        cell.settle('alice', 'bob');
      }
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
      cell.settle();
      const sides = [
        ['alice', 'carol', 'APPROVE'],
        ['bob', twin(cell, 'carol'), 'REJECT'],
      ] as const;
      for (const [one, two, choice] of sides) for (const name of [one, two]) cell.vote(name, ballot, choice);
      cell.wait(OVER_MS);
      for (const waitMs of [0, TURN_MS, 2 * TURN_MS]) {
        cell.wait(waitMs);
        for (const [one, two] of sides) cell.settle(one, two);
      }
      cell.settle('alice', 'bob');
      return { cell, view: 'alice' };
    },
  },
  restored: {
    comment:
      'bob goes on from a backup after all have answered. In the slot that was drafted before, his vote counts and his close is invalid; in the next one he takes part.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const before = cell.propose('alice');
      cell.settle();
      const backup = cell.member('bob').copy();
      cell.vote('bob', before, 'REJECT');
      cell.meet();
      const bob = replace(cell, 'bob', backup);
      cell.meet();
      bob.restore();
      cell.vote('bob', before, 'APPROVE');
      bob.write('close', { ballot: before });
      cell.meet();
      cell.vote('alice', before, 'APPROVE');
      for (const waitMs of [OVER_MS, TURN_MS, 2 * TURN_MS]) {
        cell.wait(waitMs);
        cell.settle();
      }
      const after = cell.propose('carol', { title: 'Buy a battery' });
      cell.meet();
      bob.write('close', { ballot: after });
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
      cell.settle();
      const backup = cell.member('bob').copy();
      for (const name of ['alice', 'bob']) cell.vote(name, ballot, 'APPROVE');
      cell.wait(OVER_MS);
      for (const waitMs of [0, TURN_MS]) {
        cell.wait(waitMs);
        cell.settle('alice', 'bob');
      }
      const bob = replace(cell, 'bob', backup);
      bob.restore();
      cell.vote('bob', ballot, 'REJECT');
      bob.write('close', { ballot });
      cell.meet();
      const [certificate] = cell
        .member('alice')
        .book.confirms(`${cell.member('alice').book.ballot(ballot)?.slot}`);
      bob.write('sign', { ...certificate?.body, round: 7 });
      bob.write('confirm', { ...certificate?.body });
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
      cell.settle();
      cell.vote('bob', ballot, 'REJECT');
      const bob = replace(cell, 'bob', cell.member('bob').copy());
      bob.restore();
      for (const name of cell.names) cell.vote(name, ballot, 'APPROVE');
      cell.settle();
      return { cell, view: 'alice' };
    },
  },
};
