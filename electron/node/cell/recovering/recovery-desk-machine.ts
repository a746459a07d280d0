/**
 * The member's side of a recovery, as a pure function of what is known: one code's row, and the log. Whoever runs it
 * makes each write and asks again, so that a node that ends anywhere goes on from what was written. The table in
 * docs/joining.md is this function written out.
 */
import type { RecoveryState, RefusedFor } from './recovery-exchange.ts';

const RECOVERY_DESK_STEPS = [
  'open', // nobody has proved with the code whose machine it is
  'comparing', // somebody has, and both screens show six words
  'asking', // its operator has compared them: our operator may accept
  'differing', // it has seen other words than we show: our operator is told
  'voting',
  'again', // the log of the member has grown meanwhile: versions are made anew
  'admitted',
  'refused',
  'over', // nobody came, and nobody can any more
] as const;
export type RecoveryDeskStep = (typeof RECOVERY_DESK_STEPS)[number];

/** One write that follows from what is known; each makes the next one follow. */
export type RecoveryDeskAct = 'draft' | 'open' | 'approve' | 'reject' | 'refuse';

export interface RecoveryFacts {
  /** The code is bound to a member and a machine. */
  readonly isBound: boolean;
  /** Its versions are here. */
  readonly hasVersions: boolean;
  /** Of the cell's present epoch, the member that asks. */
  readonly isMember: boolean;
  /** The cell holds those versions. */
  readonly isDone: boolean;
  /** They do not go on from the log that the cell holds. */
  readonly isOutgrown: boolean;
  /** And that log commits no more to the key by which the machine has proved itself. */
  readonly isSpent: boolean;
  /** By our operator. */
  readonly accepted: boolean;
  readonly refused: boolean;
  /** The machine's operator has said that the six words differ. */
  readonly differs: boolean;
  readonly revoked: boolean;
  readonly expired: boolean;
  /** A proposal for its ballot is in the log and named in the row. */
  readonly drafted: boolean;
  /** Of its newest ballot on those versions. */
  readonly ballot: 'none' | 'open' | 'passed' | 'superseded' | 'lost';
  readonly ourVote: 'none' | 'for' | 'against';
}

export interface RecoveryDeskNext {
  readonly step: RecoveryDeskStep;
  readonly act: RecoveryDeskAct | null;
  /** With `refused`, `differing` and `over`. */
  readonly reason: RefusedFor | null;
}

export function recoveryDeskNext(facts: RecoveryFacts): RecoveryDeskNext {
  const { ballot, accepted } = facts;
  const at = (step: RecoveryDeskStep, act: RecoveryDeskAct | null = null): RecoveryDeskNext => ({
    step,
    act,
    reason: null,
  });
  const off = (reason: RefusedFor, act: RecoveryDeskAct | null = null): RecoveryDeskNext => ({
    step: 'refused',
    act,
    reason,
  });
  if (!facts.isBound) {
    const isOver = facts.revoked || facts.expired;
    return isOver ? { step: 'over', act: null, reason: 'withdrawn' } : at('open');
  }
  if (facts.isDone) return at('admitted');
  // An open ballot goes on, but not with our approval.
  const takenBack = ballot === 'open' && facts.ourVote === 'for' ? 'reject' : null;
  if (facts.refused) return off('operator', takenBack);
  if (facts.differs) return { step: 'differing', act: takenBack, reason: 'differ' };
  if (!facts.isMember) return off('no-member', accepted ? 'refuse' : null);
  if (!accepted && facts.revoked) return { step: 'over', act: null, reason: 'withdrawn' };
  if (!facts.hasVersions) return at('comparing');
  // Nothing but other words could bring it back.
  if (facts.isOutgrown) return facts.isSpent ? off('spent') : at('again');
  if (!accepted) return at('asking');
  switch (ballot) {
    case 'open':
      return at('voting', facts.ourVote === 'none' ? 'approve' : null);
    case 'passed':
      // The epoch that holds them is not known here yet.
      return at('voting');
    case 'lost':
      return off('ballot');
    default:
      return at('voting', facts.drafted ? 'open' : 'draft');
  }
}

/** What the machine is told of a step. */
export function toldOf({ step, reason }: RecoveryDeskNext): {
  readonly state: RecoveryState;
  readonly reason: RefusedFor | null;
} {
  if (step === 'open' || step === 'comparing') return { state: 'asking', reason: null };
  return step === 'over' || step === 'differing' ? { state: 'refused', reason } : { state: step, reason };
}
