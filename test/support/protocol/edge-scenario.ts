/** Entries at the very edge of what is valid; one step further stands in `invalid` or in refused.json. */

import { ENTRY_MAX_BYTES } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import type { Played, Scenario } from './scenario.ts';
import { admission, cellOfThree, HOUR_MS, type VectorCell } from './vector-cell.ts';
import type { VectorMember } from './vector-member.ts';

const DAY_RULES = { quorum: 2, threshold: [1, 2], deadlineMs: 24 * HOUR_MS, graceMs: 120_000 };
/** Beyond U+FFFF: two UTF-16 code units, one code point, four bytes. */
const EMOJI = '\u{1f600}';

export const EDGES: Readonly<Record<string, Scenario>> = {
  edges: {
    comment:
      'Entries that are just valid: the longest texts, counted in UTF-16 code units, names at the edges of the table, the deepest body, the earliest and the latest time, a transfer of all that there is.',
    base: 'three',
    play,
  },
};

/** Writes entries of which each must be valid. */
class Edge {
  readonly notes = new Map<string, string>();

  writes(member: VectorMember, kind: string, body: object, note: string): string {
    return this.#checked(member, member.write(kind, { ...body }), note);
  }

  writesAt(member: VectorMember, at: number, note: string): string {
    return this.#checked(member, member.put({ kind: 'note', body: {}, at }), note);
  }

  #checked(member: VectorMember, node: GraphNode, note: string): string {
    const verdict = member.book.verdict(node);
    if (!verdict.valid) throw new Error(`${node.entry.kind} (${note}) should be valid: ${verdict.code}`);
    this.notes.set(node.hash, note);
    return node.hash;
  }
}

function play(): Played {
  const cell = cellOfThree();
  const edge = new Edge();
  texts(cell, edge);
  shapes(cell, edge);
  names(cell, edge);
  ballots(cell, edge);
  trust(cell, edge);
  proofs(cell, edge);
  return { cell, view: 'alice', notes: edge.notes };
}

function texts(cell: VectorCell, edge: Edge): void {
  const alice = cell.member('alice');
  const longest = { number: 3, title: EMOJI.repeat(100), text: EMOJI.repeat(8000) };
  const proposal = edge.writes(alice, 'draft', longest, 'a title of 200 code units, a text of 16 000');
  const spaced = `\u00a0\u2028${'x'.repeat(200)}\ufeff`;
  edge.writes(
    alice,
    'revise',
    { proposal, title: spaced, text: '' },
    'white space around 200 is not counted',
  );
  const comment = ` ${'x'.repeat(2000)}\n`;
  edge.writes(alice, 'comment', { proposal, text: comment }, 'a comment of 2000 between white space');
}

/** A value of `levels` objects, one in the other. */
export function nested(levels: number): Record<string, unknown> {
  return levels <= 1 ? {} : { a: nested(levels - 1) };
}

function shapes(cell: VectorCell, edge: Edge): void {
  const alice = cell.member('alice');
  edge.writes(alice, `n${'0'.repeat(39)}`, {}, 'a kind of 40 characters, with digits');
  edge.writes(alice, 'n0te-', nested(62), '64 levels: the line, the entry, and 62 of the body');
  edge.writes(alice, 'note', { n: [2 ** 53 - 1, 1 - 2 ** 53, null, true, ''] }, 'the largest integers');
  edge.writes(alice, 'restored', { end: 1 }, 'begins no generation, and has no effect');
  const around = canonicalize({ entry: alice.next('note', { pad: '' }), signature: 'x'.repeat(86) });
  const pad = 'x'.repeat(ENTRY_MAX_BYTES - around.length);
  edge.writes(alice, 'note', { pad }, 'a line of 65 536 bytes');
  edge.writesAt(alice, 0, 'a clock at 1970');
  edge.writesAt(alice, 2 ** 53 - 1, 'a clock beyond all days');
}

function names(cell: VectorCell, edge: Edge): void {
  const alice = cell.member('alice');
  for (const [number, [alias, note]] of (
    [
      ['d'.repeat(40), '40 code units'],
      ['\u{20000}'.repeat(20), '40 code units, 20 code points'],
      ['\ufeff dave\u3000', 'white space around a name is not a part of it'],
      ['Zoe\u0308', 'a mark of its own: normal form C is not asked for'],
      ['\u0e19\u0e49\u0e33', 'U+0E33, which NFKC takes apart'],
      ["O\u2019Neil-2 ._'", 'all punctuation of ASCII, and U+2019'],
      ['alicia', 'not the same as alice'],
      ['Broadcaster', 'not the same as broadcast'],
    ] as const
  ).entries()) {
    const draft = { number: number + 4, title: 'Admit somebody', text: '' };
    const proposal = alice.write('draft', draft).hash;
    const change = { ...admission('dave'), alias };
    const open = { proposal, attempt: 1, epoch: 2, text: '', rules: DAY_RULES, change };
    edge.writes(alice, 'open', open, `a newcomer's name: ${note}`);
  }
}

function ballots(cell: VectorCell, edge: Edge): void {
  const [alice, bob] = [cell.member('alice'), cell.member('bob')];
  const proposal = alice.write('draft', { number: 12, title: 'Paint the shed', text: '' }).hash;
  const rules = { ...DAY_RULES, quorum: 3, threshold: [999, 1000] };
  const open = { proposal, attempt: 1, epoch: 2, text: '', rules };
  const ballot = edge.writes(alice, 'open', open, 'the largest quorum and threshold');
  const lowest = { quorum: 2, threshold: [1, 2], deadlineMs: HOUR_MS, graceMs: 0 };
  const thought = { number: 13, title: 'Mow the lawn', text: '', agent: '0c'.repeat(32) };
  const least = edge.writes(alice, 'draft', thought, 'by the agent of its author');
  edge.writes(alice, 'open', { ...open, proposal: least, rules: lowest }, 'the floors of the cell');
  cell.meet();
  const cast = { ballot, choice: 'APPROVE' };
  edge.writes(bob, 'vote', { ...cast, comment: '' }, 'an empty comment');
  edge.writes(bob, 'vote', { ...cast, comment: 'x'.repeat(2000) }, 'a comment of 2000; rewarded once');
  bob.write('close', { ballot });
  cell.meet();
  edge.writes(alice, 'withdraw', { ballot }, 'after votes and closes; counts for nothing');
  edge.writes(alice, 'withdraw', { ballot }, 'and once more');
  const leaving = bob.write('draft', { number: 14, title: 'Leave', text: '' }).hash;
  const change = { type: 'remove', scid: bob.author, end: leaving };
  const slow = { ...DAY_RULES, threshold: [1, 2], deadlineMs: 7 * 24 * HOUR_MS };
  edge.writes(bob, 'open', { ...open, proposal: leaving, rules: slow, change }, 'removes its own author');
}

function trust(cell: VectorCell, edge: Edge): void {
  cell.meet();
  const [bob, carol] = [cell.member('bob'), cell.member('carol')];
  const alice = cell.member('alice').author;
  edge.writes(bob, 'endorse', { member: alice, strength: 0 }, 'withdraws nothing');
  edge.writes(bob, 'endorse', { member: alice, strength: 1000 }, 'a full endorsement');
  const all = foldCell(carol.book)?.balances[carol.author];
  const transfer = { to: alice, amount: all, note: ` ${EMOJI.repeat(100)} ` };
  edge.writes(carol, 'transfer', transfer, 'all that she has; a note of 200 code units');
}

function proofs(cell: VectorCell, edge: Edge): void {
  cell.meet();
  const [alice, carol] = [cell.member('alice'), cell.member('carol')];
  const twin = cell.put('carol*', carol.copy());
  const [one, other] = [carol.write('note', { n: 1 }), twin.write('note', { n: 2 })];
  cell.meet();
  const entries = [one.hash, other.hash].sort().reverse();
  edge.writes(alice, 'proof', { member: carol.author, entries }, 'its entries may stand in any order');
}
