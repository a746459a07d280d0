/** A decision with the receipts that show it, as a file for anyone (docs/protocol.md, "A decision as a file"). */
import { z } from 'zod';
import { MEMBERS_MAX } from '../limits.ts';
import { Hash, Scid, SignedEntry } from '../log/entry.ts';

export const PROOF_FORMAT = 'ghoststack/decision/v1';
/** A proof that would hold more is not made: who wants that much takes the log. */
export const PROOF_ENTRIES_MAX = 4000;
export const PROOF_MAX_BYTES = 8 * 1024 * 1024;

export const ShownVote = z.strictObject({
  member: Scid,
  vote: z.enum(['APPROVE', 'REJECT', 'ABSTAIN', 'void', 'none']),
});

export const DecisionProof = z.strictObject({
  format: z.literal(PROOF_FORMAT),
  cell: Hash,
  /** Hash of the `open`. */
  ballot: Hash,
  /** What is certified, ascending. */
  closes: z.array(Hash).min(1).max(MEMBERS_MAX),
  outcome: z.enum(['passed', 'failed', 'expired', 'withdrawn']),
  /** Per member of the electorate, in the order of joining. */
  votes: z.array(ShownVote).min(1).max(MEMBERS_MAX),
  /** Causes first: by height among these, then by hash. */
  entries: z.array(SignedEntry).min(1).max(PROOF_ENTRIES_MAX),
});
export type DecisionProof = z.infer<typeof DecisionProof>;
