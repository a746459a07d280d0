import { describe, expect, it } from 'vitest';
import { checkProof } from '#shared/protocol/proof/check-proof.ts';
import { proofTools } from '../../../electron/node/log/proof-tools.ts';
import { disputedCell, proofOf, textOfProof } from '../../support/protocol/proven-cell.ts';
import { cellOfTwo } from '../../support/protocol/vector-cell.ts';

describe('the proof of a decision', () => {
  it('shows the count with a vote against and a key that was changed, without what it does not need', () => {
    const { cell, ballot } = disputedCell();
    const proof = proofOf(cell, ballot);
    const verdict = checkProof(textOfProof(proof), proofTools);
    console.log(
      proof.entries.map((e) => e.entry.kind).join(' '),
      proof.entries.length,
      cell.member('alice').graph.size,
      textOfProof(proof).length,
    );
    if (!verdict.ok) throw new Error(JSON.stringify(verdict.broken));
    expect(verdict.decision.tally).toMatchObject({ outcome: 'passed', approve: 2, reject: 1 });
    expect(verdict.decision.title).toBe('Paint the shed');
    expect(verdict.decision.followed).toBe(3);
  });
  it('two', () => {
    const cell = cellOfTwo();
    const ballot = cell.member('alice').book.ballots()[0]!.open.hash;
    const proof = proofOf(cell, ballot);
    const verdict = checkProof(textOfProof(proof), proofTools);
    expect(verdict.ok).toBe(true);
  });
});
