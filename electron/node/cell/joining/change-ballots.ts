import { type Ballot, everything } from '#shared/protocol/closing/ballot.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { hasVoted, ownDeadlineMs } from '#shared/protocol/closing/known.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';

export interface ChangeBallotsOptions {
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

/** As whoever let somebody in sees a ballot on it. */
export type BallotFact = 'none' | 'open' | 'passed' | 'superseded' | 'lost';

export type BallotOn<T extends Change['type']> = Ballot & { readonly change: Change & { type: T } };

/** The ballots on changes of the cell's members, as the log has them. */
export class ChangeBallots {
  readonly #options: ChangeBallotsOptions;

  constructor(options: ChangeBallotsOptions) {
    this.#options = options;
  }

  /** Those of the present epoch that are open on a kind of change. */
  openOn<T extends Change['type']>(type: T): BallotOn<T>[] {
    const { book, epoch } = this.#options;
    return book.ballotsIn(membershipSlot(epoch().number)).flatMap((ballot): BallotOn<T>[] => {
      const { change } = ballot.body;
      const isOpen = this.stateOf(ballot) === 'open' && change?.type === type;
      return isOpen ? [{ ...ballot, change: change as Change & { type: T } }] : [];
    });
  }

  /** The newest one that a proposal was opened with. */
  newestOf(proposal: string): Ballot | null {
    return this.#options.book.ballotsOf(proposal).at(-1) ?? null;
  }

  isHere(hash: string): boolean {
    return this.#options.book.graph.get(hash) !== undefined;
  }

  /** @param absent a member for whom nobody waits */
  standing(ballot: Ballot, absent: string | null = null): BallotStanding {
    const { book, storedAtMs } = this.#options;
    const { hash, entry } = ballot.open;
    const { members } = ballot.electorate;
    const takes = Math.max(majorityOf(members.length), ballot.body.rules.quorum);
    const approvals = members.filter(({ scid }) => this.#voteOf(ballot, scid) === 'APPROVE').length;
    return {
      waitsFor: members
        .filter(({ scid }) => scid !== absent && !hasVoted(book, hash, scid, everything))
        .map(({ alias }) => alias),
      needed: Math.max(0, takes - approvals),
      untilMs: ownDeadlineMs(ballot, storedAtMs(hash) ?? entry.at),
    };
  }

  hasVoted(ballot: Ballot): boolean {
    const { book, self } = this.#options;
    return hasVoted(book, ballot.open.hash, self, everything);
  }

  stateOf(ballot: Ballot | null): BallotFact {
    if (ballot === null) return 'none';
    const { state } = ballotState(this.#options.book, ballot.open.hash);
    if (state === 'voting' || state === 'closing') return 'open';
    return state === 'passed' || state === 'superseded' ? state : 'lost';
  }

  ourVote(ballot: Ballot | null): 'none' | 'for' | 'against' {
    const choice = ballot && this.#voteOf(ballot, this.#options.self);
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
