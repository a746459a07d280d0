/** Statements, attests and imports against what the protocol's text says of them, over random histories. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '#shared/protocol/limits.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { BridgeOracle } from '../support/bridge-oracle.ts';
import { bridgedCells, bridgeTo, said, type Trio, trustStatement } from '../support/cell/bridged-cells.ts';
import { meet } from '../support/cell/closing-cell.ts';
import { scid } from '../support/cell/feed-writer.ts';
import { certify } from '../support/cell/keyed-cell.ts';

const RUNS = process.env.GHOSTSTACK_LONG ? 500 : 60;
const KINDS = new Set(['endorse', 'statement', 'attest', 'import']);
const TARGETS = ['alice', 'bob', 'carol', 'dave', 'grace'];

const step = fc.record({
  who: fc.nat(2),
  whom: fc.nat(4),
  does: fc.constantFrom(
    ...[
      'endorse',
      'endorse',
      'across',
      'across',
      'takeBack',
      'hear',
      'hear',
      'state',
      'state',
      'lie',
      'attest',
    ],
    ...['attest', 'bring', 'bring', 'days', 'days', 'again', 'end'],
  ),
  amount: fc.integer({ min: 1, max: 1000 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What Elm Street says on its days, each time by two or three of them. */
const model = bridgedCells(40);
const SAID = [2, 3, 3, 5, 41, 6].map((day, at) => {
  const [first, second, third] = model.elm;
  const order = [
    [first, second, third],
    [second, third, first],
    [third, first, second],
  ][at % 3] as unknown as Trio;
  return said(order, model.maple[0], day, at % 2 ? order : order.slice(1));
});

function play(steps: readonly Step[], maple: Trio): void {
  let day = 0;
  for (const { who, whom, does, amount } of steps) {
    const member = maple[who] as Trio[0];
    const target = scid(TARGETS[whom] as string);
    const at = Math.max(0, day + (amount % 3) - 1) * DAY_MS;
    const { cell } = model.elm[0].graph;
    switch (does) {
      case 'days':
        day += amount % 8;
        break;
      case 'endorse':
        member.write('endorse', { member: target, strength: amount }, at);
        break;
      case 'across':
        member.write('endorse', { member: target, strength: amount, cell }, at);
        break;
      case 'takeBack':
        member.write('endorse', { member: target, strength: 0, ...(amount % 2 ? { cell } : {}) }, at);
        break;
      case 'hear':
        if (whom < 3 && whom !== who) member.syncFrom(maple[whom] as Trio[0]);
        break;
      case 'state':
        member.write('statement', { ...trustStatement(member, model.elm[0], day) }, at);
        break;
      case 'lie': {
        const honest = trustStatement(member, model.elm[0], day);
        member.write('statement', { ...honest, rows: honest.rows.slice(1) }, at);
        break;
      }
      case 'attest': {
        const statements = [...member.graph.nodes()].filter(({ entry }) => entry.kind === 'statement');
        const one = statements[amount % Math.max(1, statements.length)];
        if (one) member.write('attest', { statement: one.hash }, at);
        break;
      }
      case 'bring':
        member.write('import', { texts: SAID[amount % SAID.length] as string[] }, at);
        break;
      case 'again':
        if (amount % 4 === 0) certify(maple, bridgeTo(model.elm, amount % 3 ? 40 : 4));
        break;
      case 'end':
        if (amount % 6 === 0) certify(maple, { type: 'unbridge', cell });
    }
  }
  meet([...maple]);
}

/** A fresh copy of Maple Street, with its bridge to the Elm Street of the model. */
function freshMaple(): Trio {
  return model.maple.map((member) => member.as(1)) as unknown as Trio;
}

test('statements, attests, imports and endorsements are judged as the text says', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 15, maxLength: 45 }), (steps) => {
      const maple = freshMaple();
      play(steps, maple);
      const [{ book, graph, epoch }] = maple;
      const nodes = [...graph.nodes()];
      const entries = new Map(nodes.map(({ hash, entry }): [string, Entry] => [hash, entry]));
      const oracle = new BridgeOracle({
        cell: graph.cell,
        entries,
        placeOf: (hash) => {
          const { members, bridges } = book.epochOf(graph.get(hash) as GraphNode);
          return { members: members.map((one) => one.scid), bridges };
        },
      });
      for (const node of nodes.filter((one) => KINDS.has(one.entry.kind))) {
        const verdict = book.verdict(node);
        const code = verdict.valid ? 'valid' : verdict.code;
        seen.set(`${node.entry.kind} ${code}`, (seen.get(`${node.entry.kind} ${code}`) ?? 0) + 1);
        expect([node.entry.kind, code]).toEqual([node.entry.kind, oracle.verdict(node.hash)]);
      }
      const all = new Set(entries.keys());
      const state = foldCell(book);
      expect(state?.bridges).toEqual(
        epoch.bridges.map((bridge) => {
          const { cell, ballot, until } = bridge;
          return { cell, ballot, until, statement: oracle.counted(all, bridge) };
        }),
      );
    }),
    { numRuns: RUNS },
  );
  // What is compared has happened.
  for (const one of [
    'statement valid',
    'statement known',
    'statement content',
    'statement day',
    'attest valid',
  ])
    expect(seen.get(one) ?? 0, one).toBeGreaterThan(0);
  for (const one of [
    'import valid',
    'import known',
    'import late',
    'import no-bridge',
    'endorse no-such-member',
  ])
    expect(seen.get(one) ?? 0, one).toBeGreaterThan(0);
});

test('the order in which entries come changes neither what is valid nor what counts', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 15, maxLength: 40 }), (steps) => {
      const maple = freshMaple();
      play(steps, maple);
      const [alice] = maple;
      const other = alice.as(1);
      expect(foldCell(other.book)).toEqual(foldCell(alice.book));
      for (const member of maple) expect(foldCell(member.book)).toEqual(foldCell(alice.book));
    }),
    { numRuns: Math.ceil(RUNS / 2) },
  );
});
