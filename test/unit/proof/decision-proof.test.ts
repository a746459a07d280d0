import { describe, expect, it } from 'vitest';
import { checkProof } from '#shared/protocol/proof/check-proof.ts';
import { proofTools } from '../../../electron/node/log/proof-tools.ts';
import { DECIDING } from '../../support/protocol/deciding-scenarios.ts';
import { disputedCell, proofOf, textOfProof } from '../../support/protocol/proven-cell.ts';

describe('the proof of a decision', () => {
  it('shows the count with a vote against and a key that was changed, without what it does not need', () => {
    const { cell, ballot } = disputedCell();
    const proof = proofOf(cell, ballot);
    const verdict = checkProof(textOfProof(proof), proofTools);
    if (!verdict.ok) throw new Error(JSON.stringify(verdict.broken));
    expect(verdict.decision.tally).toMatchObject({ outcome: 'passed', approve: 2, reject: 1 });
    expect(verdict.decision.title).toBe('Paint the shed');
    expect(verdict.decision.followed).toBe(3);
    expect(proof.entries.length).toBeLessThan(cell.member('alice').graph.size / 3);
    const kinds = new Set(proof.entries.map(({ entry }) => entry.kind));
    expect(kinds).not.toContain('sign');
  });
  it('shows a founder who decides alone, and one key for every kind of outcome', () => {
    for (const name of ['two', 'failed', 'next-attempt', 'withdrawn', 'later-round', 'passed']) {
      const { cell, view } = DECIDING[name]!.play();
      for (const { open, slot } of cell.member(view).book.ballots()) {
        const proof = proofOf(cell, open.hash, view);
        const verdict = checkProof(textOfProof(proof), proofTools);
        expect([name, slot, verdict.ok]).toEqual([name, slot, true]);
      }
    }
  });

  it('leaves nobody the choice of what the members counted', () => {
    const { cell, ballot } = disputedCell(1);
    const proof = proofOf(cell, ballot);
    const broken = (changed: Partial<typeof proof>): string => {
      const verdict = checkProof(textOfProof({ ...proof, ...changed }), proofTools);
      return verdict.ok ? 'holds' : verdict.broken.key;
    };
    const without = (gone: (entry: (typeof proof.entries)[number]['entry']) => boolean) => ({
      entries: proof.entries.filter(({ entry }) => !gone(entry)),
    });
    // Whoever makes a proof may leave out a vote, and say that there was none.
    const votes = proof.votes.map((one) => (one.vote === 'REJECT' ? { ...one, vote: 'none' as const } : one));
    const rejected = without(({ kind, body }) => kind === 'vote' && body.choice === 'REJECT');
    expect(broken({ votes, ...rejected })).toBe('proof.broken.cause');
    expect(broken({ votes })).toBe('proof.broken.count');
    const last = proof.entries.findLastIndex(
      ({ entry }) => entry.kind === 'confirm' && entry.body.ballot === ballot,
    );
    expect(broken({ entries: proof.entries.filter((_, at) => at !== last) })).toBe('proof.broken.confirms');
    expect(broken(without(({ kind }) => kind === 'found'))).toBe('proof.broken.founding');
    expect(broken({ entries: proof.entries.toReversed() })).toBe('proof.broken.order');
    expect(broken({ closes: proof.closes.slice(1) })).toBe('proof.broken.certified');
    const rekeyed = proof.entries.findIndex(
      ({ entry }) => entry.kind === 'confirm' && entry.body.slot === 'members/2',
    );
    expect(broken({ entries: proof.entries.filter((_, at) => at !== rekeyed) })).toBe(
      'proof.broken.confirms',
    );
  });

  it('is not made of what is not decided, nor in the place of another', () => {
    const { cell } = disputedCell(1);
    const open = cell.propose('alice');
    expect(() => proofOf(cell, open)).toThrow('error.proof.undecided');
  });
});
