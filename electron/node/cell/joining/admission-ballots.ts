import { type AutoProposal, autoText, autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import { type Ballot, everything } from '#shared/protocol/closing/ballot.ts';
import type { Change } from '#shared/protocol/closing/bodies.ts';
import { changeError, type Epoch } from '#shared/protocol/closing/epoch.ts';
import { hasVoted, ownDeadlineMs } from '#shared/protocol/closing/known.ts';
import { ballotState } from '#shared/protocol/closing/proposal-state.ts';
import { membershipSlot } from '#shared/protocol/closing/slot.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { openBallot } from '../deciding/open-ballot.ts';
import type { Asker, InvitationRow, InvitationStore } from './invitation-store.ts';
import type { DeskAct, DeskFacts } from './join-machine.ts';

export interface AdmissionBallotsOptions {
  readonly log: IntegrityLog;
  readonly store: InvitationStore;
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

/** The ballots by which newcomers are admitted. */
export class AdmissionBallots {
  readonly #options: AdmissionBallotsOptions;

  constructor(options: AdmissionBallotsOptions) {
    this.#options = options;
  }

  open(): AdmissionBallot[] {
    const { log, epoch } = this.#options;
    return log.book.ballotsIn(membershipSlot(epoch().number)).flatMap((ballot): AdmissionBallot[] => {
      const { change } = ballot.body;
      const isOpen = ['voting', 'closing'].includes(ballotState(log.book, ballot.open.hash).state);
      return isOpen && change?.type === 'admit' ? [{ ...ballot, change }] : [];
    });
  }

  /** The one that decides on an asker: our own, or that of another member whose invitation it came with too. */
  of({ asker, proposal }: InvitationRow): Ballot | null {
    const { log } = this.#options;
    const own = proposal === null ? undefined : log.book.ballotsOf(proposal).at(-1);
    const open = this.open().find(({ change }) => change.scid === asker?.scid);
    return open ?? own ?? null;
  }

  factsOf(row: InvitationRow): Pick<DeskFacts, 'isMember' | 'drafted' | 'ballot' | 'ourVote' | 'isPossible'> {
    const { log, epoch } = this.#options;
    const { asker, proposal } = row;
    const present = epoch();
    const isMember = present.members.some(({ scid }) => scid === asker?.scid);
    // What led to it no longer matters, and would be looked up for every member and question.
    const ballot = asker && !isMember ? this.of(row) : null;
    return {
      isMember,
      drafted: proposal !== null && log.graph.get(proposal) !== undefined,
      ballot: ballot ? this.#stateOf(ballot) : 'none',
      ourVote: ballot ? this.#ourVote(ballot) : 'none',
      isPossible: asker !== null && !isMember && changeError(present, changeOf(asker)) === null,
    };
  }

  standing(ballot: Ballot): BallotStanding {
    const { log, storedAtMs } = this.#options;
    const { hash, entry } = ballot.open;
    const { members } = ballot.electorate;
    const takes = Math.max(majorityOf(members.length), ballot.body.rules.quorum);
    const approvals = members.filter(({ scid }) => this.#voteOf(ballot, scid) === 'APPROVE').length;
    return {
      waitsFor: members
        .filter(({ scid }) => !hasVoted(log.book, hash, scid, everything))
        .map(({ alias }) => alias),
      needed: Math.max(0, takes - approvals),
      untilMs: ownDeadlineMs(ballot, storedAtMs(hash) ?? entry.at),
    };
  }

  hasVoted(ballot: Ballot): boolean {
    const { log, self } = this.#options;
    return hasVoted(log.book, ballot.open.hash, self, everything);
  }

  /** One write; false if it cannot be made now. Made again after it was interrupted, it leaves one of each. */
  act(row: InvitationRow, act: DeskAct): boolean {
    const { store } = this.#options;
    switch (act) {
      case 'refuse':
        store.refuse(row.id);
        return true;
      case 'release':
        store.release(row.id);
        return true;
      case 'draft':
        store.drafted(row.id, this.#draft(row));
        return true;
      case 'open':
        this.#open(row);
        return true;
      default: {
        const ballot = this.of(row);
        return ballot !== null && this.vote(ballot, act === 'approve' ? 'APPROVE' : 'REJECT');
      }
    }
  }

  vote(ballot: Ballot, choice: 'APPROVE' | 'REJECT'): boolean {
    const { log } = this.#options;
    const vote = { ballot: ballot.open.hash, choice };
    if (log.objection('vote', vote)) return false;
    log.append('vote', vote);
    return true;
  }

  /** The draft of its ballot; one that was written and never opened is taken up again. */
  #draft({ asker }: InvitationRow): string {
    const { log, self } = this.#options;
    const alias = asker?.alias ?? '';
    const auto = autoFor(alias);
    const [title, text] = [autoTitle(auto), autoText(auto)];
    const left = log.book.drafts().find(({ hash, entry }) => {
      const isSame = entry.author === self && entry.body.title === title && entry.body.text === text;
      return isSame && log.book.ballotsOf(hash).length === 0;
    });
    return (left ?? openBallot.draft(log, title, text)).hash;
  }

  #open({ asker, proposal }: InvitationRow): void {
    const { log } = this.#options;
    if (!asker || proposal === null) return;
    const epoch = this.#options.epoch();
    const attempt = 1 + (log.book.ballotsOf(proposal).at(-1)?.body.attempt ?? 0);
    openBallot.open(log, {
      proposal,
      attempt,
      text: autoText(autoFor(asker.alias)),
      change: changeOf(asker),
      epoch,
      rules: epoch.rules,
    });
  }

  #stateOf(ballot: Ballot): DeskFacts['ballot'] {
    const { state } = ballotState(this.#options.log.book, ballot.open.hash);
    if (state === 'voting' || state === 'closing') return 'open';
    return state === 'passed' || state === 'superseded' ? state : 'lost';
  }

  #ourVote(ballot: Ballot): DeskFacts['ourVote'] {
    const choice = this.#voteOf(ballot, this.#options.self);
    if (choice === null) return 'none';
    return choice === 'APPROVE' ? 'for' : 'against';
  }

  #voteOf(ballot: Ballot, scid: string): string | null {
    const votes = this.#options.log.book
      .votes(ballot.open.hash)
      .filter(({ entry }) => entry.author === scid)
      .map(({ entry }) => String(entry.body.choice));
    return votes.at(-1) ?? null;
  }
}

/** What is voted on says it, too: the text of a draft ends with its opening. */
const autoFor = (name: string): AutoProposal => ({ code: 'admit', params: { name } });

export function changeOf({ scid, alias, didLog }: Asker): Change {
  return { type: 'admit', scid, alias, didLog: [...didLog] };
}
