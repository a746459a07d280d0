import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import {
  type BallotOn,
  type BallotStanding,
  ChangeBallots,
  type ChangeBallotsOptions,
} from '../joining/change-ballots.ts';
import { memberLogOf } from './held-member-log.ts';
import { isHeld, isOutgrown, isSpent } from './judge-wanted.ts';
import { type RecoveryDeskNext, recoveryDeskNext } from './recovery-desk-machine.ts';
import type { RecoveryStandings } from './recovery-standing.ts';
import type { RecoveryRow, WantedVersions } from './recovery-store.ts';

/** The ballots by which members get other keys, as the log has them, and where a recovery code stands by them. */
export class RekeyBallots implements RecoveryStandings {
  readonly #options: ChangeBallotsOptions;
  readonly #changes: ChangeBallots;

  constructor(options: ChangeBallotsOptions) {
    this.#options = options;
    this.#changes = new ChangeBallots(options);
  }

  open(): BallotOn<'rekey'>[] {
    return this.#changes.openOn('rekey');
  }

  /** The one that decides on what a code's asker wants: ours, or that of another member on the same versions. */
  of({ wanted, asker, proposal }: RecoveryRow): Ballot | null {
    if (wanted === null || asker === null) return null;
    const open = this.open().find(({ change }) => change.scid === asker.scid && isSame(change, wanted));
    if (open) return open;
    const own = proposal === null ? null : this.#changes.newestOf(proposal);
    const change = own?.body.change;
    return change?.type === 'rekey' && isSame(change, wanted) ? own : null;
  }

  /** Where a code stands, and what follows from it. */
  next(row: RecoveryRow, nowMs: number): RecoveryDeskNext {
    const { asker, wanted, proposal } = row;
    const member = this.#options.epoch().members.find(({ scid }) => scid === asker?.scid);
    const isDone = member !== undefined && wanted !== null && isHeld(wanted, member.didLog);
    const ballot = isDone ? null : this.of(row);
    const log = member ? memberLogOf(member) : null;
    return recoveryDeskNext({
      isBound: asker !== null,
      hasVersions: wanted !== null,
      isMember: member !== undefined,
      isDone,
      isOutgrown: wanted !== null && isOutgrown(wanted, member?.didLog.length ?? 0),
      isSpent: wanted !== null && log !== null && isSpent(wanted, log),
      accepted: row.accepted,
      refused: row.refused,
      differs: row.differs,
      revoked: row.revoked,
      expired: row.expiresAtMs <= nowMs,
      drafted: proposal !== null && this.#changes.isHere(proposal),
      ballot: this.#changes.stateOf(ballot),
      ourVote: this.#changes.ourVote(ballot),
    });
  }

  /** Nobody waits for who asks by words. */
  standing(ballot: Ballot): BallotStanding {
    const { change } = ballot.body;
    const absent = change?.type === 'rekey' && change.versions.length > 1 ? change.scid : null;
    return this.#changes.standing(ballot, absent);
  }
}

/** A version has one name, so the last of them names all. */
function isSame({ versions, lost }: Change & { type: 'rekey' }, wanted: WantedVersions): boolean {
  return lost === wanted.lost && versions.at(-1)?.versionId === wanted.versions.at(-1)?.versionId;
}

export function rekeyOf(scid: string, { versions, lost }: WantedVersions): Change & { type: 'rekey' } {
  return { type: 'rekey', scid, versions: versions.map((version) => ({ ...version })), lost };
}
