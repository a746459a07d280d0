import { type AutoProposal, autoText, autoTitle } from '#shared/protocol/closing/auto-proposal.ts';
import type { Ballot } from '#shared/protocol/closing/ballot.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { ownNodes } from '#shared/protocol/closing/own.ts';
import { isAheadOfTime } from '#shared/protocol/closing/rekey.ts';
import { says } from '#shared/protocol/saying.ts';
import { draftBody, openBody } from '../deciding/open-ballot.ts';
import type { RecoveringAsker, RecoveryRow, WantedVersions } from '../recovering/recovery-store.ts';
import { RekeyBallots, rekeyOf } from '../recovering/rekey-ballots.ts';
import { isEpochOfNext, knowsOpening } from './past-of-next.ts';
import { NO_WISH, type Reacted, type ReactionState, type RowWish, type Wish, wishing } from './reaction.ts';

export const LETTING_BACK = says('fault.lettingBack');

/** What is known of members that come back, beside the log. */
export interface RecoveryDeskFacts {
  /** The present one; null for who is no member of it. */
  readonly epoch: Epoch | null;
  /** This node's codes. */
  readonly rows: readonly RecoveryRow[];
}

interface Known {
  readonly state: ReactionState;
  readonly epoch: Epoch;
  readonly ballots: RekeyBallots;
}

interface Asked extends RecoveryRow {
  readonly asker: RecoveringAsker;
  readonly wanted: WantedVersions;
}

/**
 * The ballot on the key of a member whose machine our operator has accepted, one step at a time, from wherever it was
 * left. Nothing is ever voted for here that was not accepted by a click.
 */
export function letBack(state: ReactionState, { epoch, rows }: RecoveryDeskFacts): Reacted {
  if (!epoch) return NO_WISH;
  const { book, me: self, nowMs, storedAtMs } = state;
  const ballots = new RekeyBallots({ book, self, epoch: () => epoch, storedAtMs });
  return wishing(
    ...rows.flatMap((row): Wish[] => {
      const { act } = ballots.next(row, nowMs);
      if (act === 'refuse') return [note(row, 'refused')];
      const wish = act && isAsked(row) ? wishOf(act, row, { state, epoch, ballots }) : null;
      return wish ? [wish] : [];
    }),
  );
}

function isAsked(row: RecoveryRow): row is Asked {
  return row.asker !== null && row.wanted !== null;
}

function wishOf(act: 'draft' | 'open' | 'approve' | 'reject', row: Asked, known: Known): Wish | null {
  if (act === 'draft') return draft(row, known);
  if (act === 'open') return open(row, known);
  const ballot = known.ballots.of(row);
  const choice = act === 'approve' ? 'APPROVE' : 'REJECT';
  return ballot && isOpenFor(ballot, known) ? write('vote', { ballot: ballot.open.hash, choice }) : null;
}

/** After its close it is too late for its vote: it was away, or ended, in between. What it cannot cite has to come first. */
function isOpenFor(ballot: Ballot, { state }: Known): boolean {
  const { book, head } = state;
  return knowsOpening(state, ballot) && ownNodes(book, head, book.closes(ballot.open.hash)).length === 0;
}

/** The draft of its ballot; one that was written and never opened is taken up again. */
function draft(row: Asked, { state: { book, me, tips }, epoch }: Known): Wish {
  const auto = autoFor(row, epoch);
  const [title, text] = [autoTitle(auto), autoText(auto)];
  const left = book.drafts().find(({ hash, entry }) => {
    const isSame = entry.author === me && entry.body.title === title && entry.body.text === text;
    return isSame && book.ballotsOf(hash).length === 0;
  });
  if (left) return note(row, { drafted: left.hash });
  return write('draft', draftBody(book, tips, title, text));
}

function open(row: Asked, { state, epoch }: Known): Wish | null {
  const { book, nowMs } = state;
  const { proposal } = row;
  const change = rekeyOf(row.asker.scid, row.wanted);
  // It was not when it was asked for: this clock was set back since.
  if (proposal === null || isAheadOfTime({ body: { change } }, nowMs)) return null;
  if (!isEpochOfNext(state, epoch)) return null;
  const attempt = 1 + (book.ballotsOf(proposal).at(-1)?.body.attempt ?? 0);
  const { rules } = epoch;
  const text = autoText(autoFor(row, epoch));
  return write('open', openBody({ proposal, attempt, text, change, epoch, rules }));
}

function write(kind: string, body: object): Wish {
  return { do: 'write', kind, body, why: LETTING_BACK, isAwaited: true };
}

function note({ id }: RecoveryRow, fact: RowWish['says']): Wish {
  return { do: 'note', of: 'recovery', row: id, says: fact, why: LETTING_BACK };
}

/** What is voted on says it, too. */
function autoFor({ asker }: Asked, { members }: Epoch): AutoProposal {
  const name = members.find(({ scid }) => scid === asker.scid)?.alias ?? asker.scid;
  return { code: 'rekey', params: { name } };
}
