/** A decision that fails, is noted on, and is recovered. */
import type { Scenario } from './scenario.ts';
import { cellOfThree } from './vector-cell.ts';

export const SCARRED: Readonly<Record<string, Scenario>> = {
  scarred: {
    comment:
      'A ballot that fails, two notes about it, and the approval that recovers it. Notes and approvals that count for nothing.',
    base: 'three',
    play: () => {
      const cell = cellOfThree();
      const [alice, bob, carol] = cell.names.map((name) => cell.member(name));
      if (!alice || !bob || !carol) throw new RangeError('there are three members');
      const notes = new Map<string, string>();
      const ballot = cell.propose('bob');
      cell.meet();
      cell.vote('bob', ballot, 'APPROVE');
      for (const name of ['alice', 'carol']) cell.vote(name, ballot, 'REJECT');
      const early = alice.put({ kind: 'scar-note', body: { ballot, text: 'Before it is counted.' } });
      notes.set(early.hash, 'nothing has failed in its past');
      cell.decide(ballot, ...cell.names);
      const note = bob.write('scar-note', { ballot, text: 'We need a door first.' });
      const own = bob.put({ kind: 'scar-heal', body: { note: note.hash } });
      notes.set(own.hash, 'by the author of the note');
      cell.meet();
      carol.write('scar-note', { ballot, text: 'And some paint.' });
      const nothing = alice.put({ kind: 'scar-heal', body: { note: early.hash } });
      notes.set(nothing.hash, 'of a note that is not valid');
      notes.set(carol.write('scar-heal', { note: note.hash }).hash, 'recovers the decision');
      const again = carol.put({ kind: 'scar-heal', body: { note: note.hash } });
      notes.set(again.hash, 'its author has approved this note before');
      const empty = carol.put({ kind: 'scar-note', body: { ballot, text: '  ' } });
      notes.set(empty.hash, 'a text of white space');
      cell.meet();
      return { cell, view: 'alice', notes };
    },
  },
};
