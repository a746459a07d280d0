import { type Ballot, everything } from '#shared/protocol/closing/ballot.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import { changeError, type Epoch } from '#shared/protocol/closing/epoch.ts';
import { hasVoted, ownDeadlineMs } from '#shared/protocol/closing/known.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { Asker, InvitationRow } from './invitation-store.ts';
import { type DeskFacts, type DeskNext, deskNext } from './join-machine.ts';

export interface AdmissionBallotsOptions {
  readonly book: CellBook;
  /** SCID. */
  readonly self: string;
  readonly epoch: () => Epoch;
  /** When this node stored an entry, by the clock from which deadlines count. */
  readonly storedAtMs: (hash: string) => number | null;
}

/** What a ballot still waits for, as far as it is known here. */
export interface BallotStanding {
  /** Names of members who have not voted. */
  readonly waitsFor: string[];
  /** Approvals that it takes to pass, beyond those that are here. */
  readonly needed: number;
  /** When it is counted whoever has voted. */
  readonly untilMs: number;
}

export type AdmissionBallot = Ballot & { readonly change: Change & { type: 'admit' } };

/** The ballots by which newcomers are admitted, as the log has them. */
export class AdmissionBallots {
  readonly #options: AdmissionBallotsOptions;

  constructor(options: AdmissionBallotsOptions) {
    this.#options = options;
  }

  open(): AdmissionBallot[] {
    const { book, epoch } = this.#options;
    return book.ballotsIn(membershipSlot(epoch().number)).flatMap((ballot): AdmissionBallot[] => {
      const { change } = ballot.body;
      const isOpen = ['voting', 'closing'].includes(ballotState(book, ballot.open.hash).state);
      return isOpen && change?.type === 'admit' ? [{ ...ballot, change }] : [];
    });
  }

  /** The one that decides on an asker: our own, or that of another member whose invitation it came with too. */
  of({ asker, proposal }: InvitationRow): Ballot | null {
    const { book } = this.#options;
    const own = proposal === null ? undefined : book.ballotsOf(proposal).at(-1);
    const open = this.open().find(({ change }) => change.scid === asker?.scid);
    return open ?? own ?? null;
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
    const { book, epoch } = this.#options;
    const { asker, proposal } = row;
    const present = epoch();
    const isMember = present.members.some(({ scid }) => scid === asker?.scid);
    // What led to it no longer matters, and would be looked up for every member and question.
    const ballot = asker && !isMember ? this.of(row) : null;
    return {
      isMember,
      drafted: proposal !== null && book.graph.get(proposal) !== undefined,
      ballot: ballot ? this.#stateOf(ballot) : 'none',
      ourVote: ballot ? this.#ourVote(ballot) : 'none',
      isPossible: asker !== null && !isMember && changeError(present, changeOf(asker)) === null,
    };
  }

  standing(ballot: Ballot): BallotStanding {
    const { book, storedAtMs } = this.#options;
    const { hash, entry } = ballot.open;
    const { members } = ballot.electorate;
    const takes = Math.max(majorityOf(members.length), ballot.body.rules.quorum);
    const approvals = members.filter(({ scid }) => this.#voteOf(ballot, scid) === 'APPROVE').length;
    return {
      waitsFor: members
        .filter(({ scid }) => !hasVoted(book, hash, scid, everything))
        .map(({ alias }) => alias),
      needed: Math.max(0, takes - approvals),
      untilMs: ownDeadlineMs(ballot, storedAtMs(hash) ?? entry.at),
    };
  }

  hasVoted(ballot: Ballot): boolean {
    const { book, self } = this.#options;
    return hasVoted(book, ballot.open.hash, self, everything);
  }

  #stateOf(ballot: Ballot): DeskFacts['ballot'] {
    const { state } = ballotState(this.#options.book, ballot.open.hash);
    if (state === 'voting' || state === 'closing') return 'open';
    return state === 'passed' || state === 'superseded' ? state : 'lost';
  }

  #ourVote(ballot: Ballot): DeskFacts['ourVote'] {
    const choice = this.#voteOf(ballot, this.#options.self);
    if (choice === null) return 'none';
    return choice === 'APPROVE' ? 'for' : 'against';
  }

  #voteOf(ballot: Ballot, scid: string): string | null {
    const votes = this.#options.book
      .votes(ballot.open.hash)
      .filter(({ entry }) => entry.author === scid)
      .map(({ entry }) => String(entry.body.choice));
    return votes.at(-1) ?? null;
  }
}

export function changeOf({ scid, alias, didLog }: Asker): Change {
  return { type: 'admit', scid, alias, didLog: [...didLog] };
}
