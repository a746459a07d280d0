import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { BallotStanding } from '../joining/change-ballots.ts';
import type { RecoveryDeskNext } from './recovery-desk-machine.ts';
import type { RecoveryRow } from './recovery-store.ts';

/** What the log says of those who come with recovery codes. */
export interface RecoveryStandings {
  /** Where a code stands, and what follows from it. */
  next(row: RecoveryRow, nowMs: number): RecoveryDeskNext;
  /** The ballot that decides on what its asker wants, or null. */
  of(row: RecoveryRow): Ballot | null;
  standing(ballot: Ballot): BallotStanding;
}
