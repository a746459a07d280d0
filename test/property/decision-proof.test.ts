/** Proofs of decisions out of histories in which members hear of each other by chance, and one perhaps signs twice. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everything } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { tally } from '#shared/protocol/closing/tally.ts';
import { checkProof } from '#shared/protocol/proof/check-proof.ts';
import type { DecisionProof } from '#shared/protocol/proof/decision-proof.ts';
import { proofTools } from '../../electron/node/log/proof-tools.ts';
import { proofOf, textOfProof } from '../support/protocol/proven-cell.ts';
import { cellOfThree, type VectorCell } from '../support/protocol/vector-cell.ts';

const MEMBERS = ['alice', 'bob', 'carol'];
const who = fc.constantFrom(...MEMBERS);
const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), who }),
  fc.record({ do: fc.constant('hear' as const), who, whom: who }),
  fc.record({
    do: fc.constant('vote' as const),
    who,
    choice: fc.constantFrom('APPROVE' as const, 'REJECT' as const, 'ABSTAIN' as const),
  }),
);

/** A decided ballot after such a history, or null where its members came to none. */
function decided(cell: VectorCell, before: readonly Step[], during: readonly Step[], twice: boolean): string {
  for (const one of before) play(cell, one, null);
  const ballot = cell.propose('bob');
  cell.member('alice').syncFrom(cell.member('bob'));
  if (twice) {
    const copy = cell.member('carol').copy();
    cell.meet();
    cell.member('carol').write('weather', { degrees: 1 });
    cell.put('twin', copy).write('weather', { degrees: 2 });
    cell.member('alice').syncFrom(copy);
  }
  for (const one of during) play(cell, one, ballot);
  cell.meet(...MEMBERS);
  if (twice) cell.member('alice').prove();
  cell.decide(ballot, ...MEMBERS);
  for (const one of before) play(cell, one, null);
  cell.meet(...MEMBERS);
  return ballot;
}

type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

function play(cell: VectorCell, one: Step, ballot: string | null): void {
  const member = cell.member(one.who);
  if (one.do === 'write') member.write('weather', { degrees: 1 });
  else if (one.do === 'hear') member.syncFrom(cell.member(one.whom));
  else if (ballot && member.book.ballot(ballot)) cell.vote(one.who, ballot, one.choice);
}

function without(proof: DecisionProof, at: number): DecisionProof {
  return { ...proof, entries: proof.entries.filter((_, index) => index !== at) };
}

it('are what the members counted, and none without one of its receipts, or with another byte', () => {
  let voided = 0;
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 12 }),
      fc.array(step, { maxLength: 14 }),
      fc.boolean(),
      fc.array(
        fc.tuple(
          fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          fc.integer({ min: 1, max: 255 }),
        ),
        {
          minLength: 10,
          maxLength: 10,
        },
      ),
      (before, during, twice, changes) => {
        const cell = cellOfThree();
        const ballot = decided(cell, before, during, twice);
        const { book, graph } = cell.member('alice');
        const proof = proofOf(cell, ballot);
        const text = textOfProof(proof);
        const verdict = checkProof(text, proofTools);
        if (!verdict.ok) throw new Error(JSON.stringify(verdict.broken));
        const [certificate] = certificates(book, everything, book.ballot(ballot)!.slot);
        expect(verdict.decision.tally).toEqual(tally(book, certificate!.closure));
        expect(proof.entries.length).toBeLessThan(graph.size);
        voided += proof.votes.filter(({ vote }) => vote === 'void').length;
        for (let at = 0; at < proof.entries.length; at += 1)
          expect([at, checkProof(textOfProof(without(proof, at)), proofTools).ok]).toEqual([at, false]);
        const bytes = Buffer.from(text);
        for (const [where, by] of changes) {
          const changed = Buffer.from(bytes);
          const at = Math.floor(where * bytes.length);
          changed[at] = (changed[at] as number) ^ by;
          expect([at, by, checkProof(changed.toString(), proofTools).ok]).toEqual([at, by, false]);
        }
      },
    ),
    { numRuns: process.env.GHOSTSTACK_LONG ? 300 : 12 },
  );
  expect(voided).toBeGreaterThan(0);
});
