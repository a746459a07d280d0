import { describe, expect, it } from 'vitest';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { scarOf } from '#shared/protocol/scars/scar.ts';
import { deedOf } from '../../../electron/node/cell/reading/receipt-deed.ts';
import { cellOfThree, type VectorCell } from '../../support/protocol/vector-cell.ts';
import { people } from '../../support/protocol/vector-member.ts';

/** Two against one; everybody knows. */
function failed(): { cell: VectorCell; ballot: string } {
  const cell = cellOfThree();
  const ballot = cell.propose('bob');
  cell.meet();
  cell.vote('bob', ballot, 'APPROVE');
  for (const name of ['alice', 'carol']) cell.vote(name, ballot, 'REJECT');
  cell.decide(ballot, ...cell.names);
  return { cell, ballot };
}

function scar(cell: VectorCell, ballot: string, by = 'alice') {
  const { book, graph } = cell.member(by);
  const epoch = book.epochAt(graph.authors().flatMap((author) => graph.heads(author)));
  return scarOf(book, epoch, ballot);
}

function code(cell: VectorCell, by: string, node: GraphNode): string {
  const verdict = cell.member(by).book.verdict(node);
  return verdict.valid ? 'valid' : verdict.code;
}

describe('a decision that failed', () => {
  it('is a scar, which a note recovers once another member has approved it', () => {
    const { cell, ballot } = failed();
    expect(scar(cell, ballot)).toEqual({ notes: [], recovered: null });
    const note = cell.member('bob').write('scar-note', { ballot, text: 'We need a door first.' });
    cell.meet();
    expect(scar(cell, ballot).recovered).toBeNull();
    const heal = cell.member('carol').write('scar-heal', { note: note.hash });
    expect(code(cell, 'carol', heal)).toBe('valid');
    cell.meet();
    for (const name of cell.names) {
      const { recovered } = scar(cell, ballot, name);
      expect([recovered?.note.hash, recovered?.heals.map(({ hash }) => hash)]).toEqual([
        note.hash,
        [heal.hash],
      ]);
    }
  });

  it('is not recovered by an approval of one’s own, nor by one twice, nor by a note about what did not fail', () => {
    const { cell, ballot } = failed();
    const passed = cell.propose('alice', { title: 'Buy a door' });
    cell.meet();
    for (const name of cell.names) cell.vote(name, passed, 'APPROVE');
    const early = cell.member('alice').put({ kind: 'scar-note', body: { ballot: passed, text: 'too soon' } });
    expect(code(cell, 'alice', early)).toBe('no-scar');
    cell.decide(passed, ...cell.names);
    const wrong = cell
      .member('alice')
      .put({ kind: 'scar-note', body: { ballot: passed, text: 'it passed' } });
    expect(code(cell, 'alice', wrong)).toBe('no-scar');
    const note = cell.member('bob').write('scar-note', { ballot, text: 'Ours.' });
    const own = cell.member('bob').put({ kind: 'scar-heal', body: { note: note.hash } });
    expect(code(cell, 'bob', own)).toBe('self');
    cell.meet();
    expect(scar(cell, ballot).recovered).toBeNull();
    const carol = cell.member('carol');
    expect(code(cell, 'carol', carol.put({ kind: 'scar-heal', body: { note: wrong.hash } }))).toBe('no-note');
    carol.write('scar-heal', { note: note.hash });
    expect(code(cell, 'carol', carol.put({ kind: 'scar-heal', body: { note: note.hash } }))).toBe('healed');
    cell.meet();
    expect(scar(cell, ballot).recovered?.heals).toHaveLength(1);
  });

  it('is not recovered by a removed member that goes on as if it knew of nothing', () => {
    const { cell, ballot } = failed();
    const note = cell.member('bob').write('scar-note', { ballot, text: 'Ours.' });
    cell.meet();
    const end = cell.member('carol').head?.hash ?? ZERO_HASH;
    const thief = cell.put('thief', cell.member('carol').copy());
    const removal = cell.propose('alice', {
      title: 'Remove carol',
      change: { type: 'remove', scid: people.carol.identity.scid, end },
    });
    cell.meet('alice', 'bob');
    for (const name of ['alice', 'bob']) cell.vote(name, removal, 'APPROVE');
    cell.decide(removal, 'alice', 'bob');
    const late = thief.write('scar-heal', { note: note.hash });
    cell.meet('alice', 'bob', 'thief');
    // It is valid by what it knew, and counts for nothing.
    expect(code(cell, 'alice', late)).toBe('valid');
    expect(scar(cell, ballot).recovered).toBeNull();
    const knowing = thief.write('scar-note', { ballot, text: 'Still here.' });
    expect(code(cell, 'thief', knowing)).toBe('not-a-member');
  });

  it('is told of on the chain', () => {
    const { cell, ballot } = failed();
    const note = cell.member('bob').write('scar-note', { ballot, text: 'Ours.' });
    const about = () => ({ title: 'Paint the shed', auto: null });
    expect(deedOf(note, { about, nameOf: () => '', bridgeTo: () => undefined })).toEqual({
      did: 'scar-note',
      proposal: about(),
    });
  });
});
