/** What a member signs and confirms in a round (CLOSING 5 and 6). */
import { type Ballot, type Closure, closureKey } from './ballot.ts';
import { isMembershipSlot, ROUND_MAX, type SignBody } from './bodies.ts';
import { coordinatorOf } from './coordinator.ts';
import { majorityOf } from './floors.ts';
import { closureOfKnown, isOverdue, isQuarantined, knownCloses, type SlotView } from './known.ts';
import { isFreeToSign } from './own.ts';
import { tally } from './tally.ts';

export interface AttestStep {
  readonly kind: 'sign' | 'confirm';
  readonly body: SignBody;
}

/**
 * A confirm of what has q signs, else this member's sign in this round, or null. `isGathering`: the coordinator
 * still waits for the closes of others before it proposes fewer than all.
 */
export function attest(view: SlotView, round: number, isGathering: boolean): AttestStep | null {
  const { slot, own } = view;
  if (round > ROUND_MAX) return null;
  const backed = view.backed.findLast(({ round }) => round > own.confirmed && round >= own.signed);
  if (backed) return { kind: 'confirm', body: bodyOf(slot, backed.round, backed.closure) };
  if (Math.max(own.signed, own.confirmed) >= round) return null;
  const proposal = isCoordinator(view, view.me, round)
    ? (view.backed.at(-1)?.closure ?? freshSet(view, isGathering))
    : coordinatorsSet(view, round);
  if (!proposal) return null;
  const body = bodyOf(slot, round, proposal);
  return wouldSign(view, body) ? { kind: 'sign', body } : null;
}

/**
 * A set with q signs behind it, or one that leaves out no author whose close is known; one that lacks some member's
 * close only after the own deadline; and never against the lock, or in a round that is over for this member.
 */
export function wouldSign(view: SlotView, body: SignBody): boolean {
  const { book, past, n, own } = view;
  if (body.round <= own.signed || body.round <= own.confirmed) return false;
  const ballot = view.ballots.find(({ open }) => open.hash === body.ballot);
  if (!ballot || !isFreeToSign(own.lock, body, () => view.backed)) return false;
  const authors = new Set(body.closes.map((hash) => book.graph.get(hash)?.entry.author));
  if (authors.size < n && !isOverdue(view, ballot)) return false;
  const key = closureKey(body);
  if (view.backed.some((backing) => backing.key === key)) return true;
  return [...knownCloses(book, ballot, past).keys()].every((author) => authors.has(author));
}

/** A ballot of which enough closes are known: of n, or of q once the own deadline has passed. */
export function isRipe(view: SlotView, ballot: Ballot): boolean {
  const { size } = knownCloses(view.book, ballot, view.past);
  return size === view.n || (size >= view.q && isOverdue(view, ballot));
}

/** All closes that the coordinator knows, of the first ballot for which they are enough. */
function freshSet(view: SlotView, isGathering: boolean): Closure | null {
  const ballot = isMembershipSlot(view.slot)
    ? ballotOfChange(view)
    : view.ballots.find((candidate) => isRipe(view, candidate));
  if (!ballot) return null;
  const closes = knownCloses(view.book, ballot, view.past);
  return isGathering && closes.size < view.n ? null : closureOfKnown(ballot, closes);
}

/**
 * Of competing changes the first ripe one that passes, else the first ripe one; and while one that most members
 * approve is not overdue yet, no other. Else a member who opens something at the beginning of every epoch supersedes
 * its own removal for ever. (It ends by that ballot's deadline, which a majority wanted.)
 */
function ballotOfChange(view: SlotView): Ballot | null {
  const ripe = view.ballots.filter((candidate) => isRipe(view, candidate));
  const passing = ripe.find((ballot) => wouldPass(view, ballot));
  if (passing) return passing;
  const isAwaited = view.ballots.some(
    (ballot) => !ripe.includes(ballot) && !isOverdue(view, ballot) && isApproved(view, ballot),
  );
  return isAwaited ? null : (ripe[0] ?? null);
}

function wouldPass({ book, past }: SlotView, ballot: Ballot): boolean {
  return tally(book, closureOfKnown(ballot, knownCloses(book, ballot, past))).outcome === 'passed';
}

/** Most of the electorate approve in what is known, whether or not they have closed. */
function isApproved({ book, past, n }: SlotView, ballot: Ballot): boolean {
  const choices = new Map<string, unknown>();
  const votes = book.votes(ballot.open.hash).filter(past);
  for (const { entry } of votes.sort((a, b) => a.height - b.height))
    choices.set(entry.author, entry.body.choice);
  return [...choices.values()].filter((choice) => choice === 'APPROVE').length >= majorityOf(n);
}

function coordinatorsSet(view: SlotView, round: number): Closure | null {
  const sign = view.book
    .signs(view.slot)
    .find(
      ({ node, body }) =>
        body.round === round && isCoordinator(view, node.entry.author, round) && view.past(node),
    );
  return sign?.body ?? null;
}

function isCoordinator(view: SlotView, member: string, round: number): boolean {
  const [{ electorate }] = view.ballots;
  return coordinatorOf(view.slot, electorate, round) === member && !isQuarantined(view, member);
}

function bodyOf(slot: string, round: number, { ballot, closes }: Closure): SignBody {
  return { slot, ballot, round, closes: [...closes] };
}
