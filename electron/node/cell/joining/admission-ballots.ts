import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import { changeError } from '#shared/protocol/closing/epoch.ts';
import {
  type BallotOn,
  type BallotStanding,
  ChangeBallots,
  type ChangeBallotsOptions,
} from './change-ballots.ts';
import type { Asker, InvitationRow } from './invitation-store.ts';
import { type DeskFacts, type DeskNext, deskNext } from './join-machine.ts';

/** The ballots by which newcomers are admitted, as the log has them. */
export class AdmissionBallots {
  readonly #options: ChangeBallotsOptions;
  readonly #changes: ChangeBallots;

  constructor(options: ChangeBallotsOptions) {
    this.#options = options;
    this.#changes = new ChangeBallots(options);
  }

  open(): BallotOn<'admit'>[] {
    return this.#changes.openOn('admit');
  }

  /** The one that decides on an asker: our own, or that of another member whose invitation it came with too. */
  of({ asker, proposal }: InvitationRow): Ballot | null {
    const open = this.open().find(({ change }) => change.scid === asker?.scid);
    return open ?? (proposal === null ? null : this.#changes.newestOf(proposal));
  }

  /** Where an invitation stands, and what follows from it. */
  next(row: InvitationRow, nowMs: number): DeskNext {
    const { asker, accepted, refused, revoked, words } = row;
    return deskNext({
      ...this.#factsOf(row),
      hasAsked: asker !== null,
      isTold: row.exchange?.theirNonce != null,
      expired: row.expiresAtMs <= nowMs,
      words,
      accepted,
      refused,
      revoked,
    });
  }

  #factsOf(
    row: InvitationRow,
  ): Pick<DeskFacts, 'isMember' | 'drafted' | 'ballot' | 'ourVote' | 'isPossible'> {
    const { asker, proposal } = row;
    const present = this.#options.epoch();
    const isMember = present.members.some(({ scid }) => scid === asker?.scid);
    // What led to it no longer matters, and would be looked up for every member and question.
    const ballot = asker && !isMember ? this.of(row) : null;
    return {
      isMember,
      drafted: proposal !== null && this.#changes.isHere(proposal),
      ballot: this.#changes.stateOf(ballot),
      ourVote: this.#changes.ourVote(ballot),
      isPossible: asker !== null && !isMember && changeError(present, changeOf(asker)) === null,
    };
  }

  standing(ballot: Ballot): BallotStanding {
    return this.#changes.standing(ballot);
  }

  hasVoted(ballot: Ballot): boolean {
    return this.#changes.hasVoted(ballot);
  }
}

export function changeOf({ scid, alias, didLog }: Asker): Change {
  return { type: 'admit', scid, alias, didLog: [...didLog] };
}
