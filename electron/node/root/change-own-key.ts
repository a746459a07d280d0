import { GhostStackError, thrownFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import type { Decisions } from '../cell/deciding/decisions.ts';
import { KeyChange } from '../cell/rekeying/change-key.ts';
import { readWords } from '../identity/words/index.ts';
import type { Operator } from './operator.ts';

export interface KeyWish {
  /** The 24 words, for a change by the words. */
  readonly words?: string;
  /** New ones take their place. */
  readonly renewWords?: boolean;
}

interface ChangedIn {
  readonly operator: Operator;
  readonly cell: CellNode;
  readonly decisions: Decisions;
  readonly clock: () => number;
}

/** Opens the vote on another key for this member, and approves it; returns the proposal's id. */
export function changeOwnKey(
  { words, renewWords = false }: KeyWish,
  { operator: { identity, ring }, cell, decisions, clock }: ChangedIn,
): string {
  if (!ring) throw new GhostStackError('key-locked', says('error.root.keyLocked'));
  const change = new KeyChange({
    me: identity.scid,
    ring,
    epoch: () => cell.requireEpoch(),
    clock,
    open: () => cell.recoveries.openFor(identity.scid),
    propose: (rekey) => {
      const id = decisions.proposeRekey(rekey);
      // Whoever asks for it is for it.
      decisions.vote(id, 'APPROVE', null);
      return id;
    },
  });
  if (words === undefined) return change.byDevice();
  const seed = readWords(words);
  if (!seed.ok) throw thrownFailure(seed.error);
  try {
    return change.byWords(seed.value, renewWords);
  } finally {
    seed.value.fill(0);
  }
}
