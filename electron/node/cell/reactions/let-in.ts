import { type AutoProposal, autoText, autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import { draftBody, openBody } from '../deciding/open-ballot.ts';
import { AdmissionBallots, changeOf } from '../joining/admission-ballots.ts';
import type { Asker, InvitationRow } from '../joining/invitation-store.ts';
import type { DeskAct } from '../joining/join-machine.ts';
import { isEpochOfNext, knowsOpening } from './past-of-next.ts';
import { NO_WISH, type Reacted, type ReactionState, type RowWish, type Wish, wishing } from './reaction.ts';

export const LETTING_IN = says('fault.admitting');

/** What is known of newcomers beside the log. */
export interface Desk {
  /** The present one; null for who is no member of it. */
  readonly epoch: Epoch | null;
  /** This node's invitations. */
  readonly rows: readonly InvitationRow[];
  /** Approves what other members accepted, too. */
  readonly acceptAll: boolean;
}

/** What follows from the rows and the log, one step for each newcomer, from wherever it was left. */
export function letIn(state: ReactionState, { epoch, rows, acceptAll }: Desk): Reacted {
  if (!epoch) return NO_WISH;
  const { book, me: self, nowMs, storedAtMs } = state;
  const ballots = new AdmissionBallots({ book, self, epoch: () => epoch, storedAtMs });
  const own = rows.flatMap((row): Wish[] => {
    const { act } = ballots.next(row, nowMs);
    const wish = act && wishOf(act, row, { state, epoch, ballots });
    return wish ? [wish] : [];
  });
  if (!acceptAll) return wishing(...own);
  const isTurnedAway = (scid: string): boolean => {
    const last = rows.findLast(({ asker }) => asker?.scid === scid);
    return last !== undefined && ballots.next(last, nowMs).step === 'refused';
  };
  // Who lets newcomers in without asking has not agreed to anything else.
  const others = ballots
    .open()
    .filter((ballot) => knowsOpening(state, ballot))
    .filter((ballot) => !ballots.hasVoted(ballot) && !isTurnedAway(ballot.change.scid))
    .map((ballot) => vote(ballot, 'APPROVE'));
  return wishing(...own, ...others);
}

interface Known {
  readonly state: ReactionState;
  readonly epoch: Epoch;
  readonly ballots: AdmissionBallots;
}

function wishOf(act: DeskAct, row: InvitationRow, known: Known): Wish | null {
  switch (act) {
    case 'refuse':
      return note(row, 'refused');
    case 'release':
      return note(row, 'released');
    case 'draft':
      return draft(row, known);
    case 'open':
      return row.asker && row.proposal !== null ? open(row.asker, row.proposal, known) : null;
    default: {
      const ballot = known.ballots.of(row);
      if (!ballot || !knowsOpening(known.state, ballot)) return null;
      return vote(ballot, act === 'approve' ? 'APPROVE' : 'REJECT');
    }
  }
}

/** The draft of its ballot; one that was written and never opened is taken up again. */
function draft(row: InvitationRow, { state: { book, me, tips } }: Known): Wish {
  const auto = autoFor(row.asker?.alias ?? '');
  const [title, text] = [autoTitle(auto), autoText(auto)];
  const left = book.drafts().find(({ hash, entry }) => {
    const isSame = entry.author === me && entry.body.title === title && entry.body.text === text;
    return isSame && book.ballotsOf(hash).length === 0;
  });
  if (left) return note(row, { drafted: left.hash });
  const body = draftBody(book, tips, title, text);
  return { do: 'write', kind: 'draft', body, why: LETTING_IN, isAwaited: true };
}

function open(asker: Asker, proposal: string, { state, epoch }: Known): Wish | null {
  if (!isEpochOfNext(state, epoch)) return null;
  const { book } = state;
  const attempt = 1 + (book.ballotsOf(proposal).at(-1)?.body.attempt ?? 0);
  const { rules } = epoch;
  const change = changeOf(asker);
  const body = openBody({ proposal, attempt, text: autoText(autoFor(asker.alias)), change, epoch, rules });
  return { do: 'write', kind: 'open', body, why: LETTING_IN, isAwaited: true };
}

function vote({ open: { hash } }: Ballot, choice: 'APPROVE' | 'REJECT'): Wish {
  return { do: 'write', kind: 'vote', body: { ballot: hash, choice }, why: LETTING_IN };
}

function note({ id }: InvitationRow, fact: RowWish['says']): Wish {
  return { do: 'note', row: id, says: fact, why: LETTING_IN };
}

/** What is voted on says it, too: the text of a draft ends with its opening. */
const autoFor = (name: string): AutoProposal => ({ code: 'admit', params: { name } });
