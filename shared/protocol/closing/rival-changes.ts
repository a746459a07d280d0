/**
 * Competing changes of members or rules, of which a slot decides one. Else a member who opens something at the
 * beginning of every epoch, and as a coordinator proposes it, supersedes its own removal for ever.
 */
import { majorityOf } from '../limits.ts';
import type { Ballot, Closure } from './ballot.ts';
import { closesOf, closureOfKnown, isOfAll, isOverdue, type SlotView } from './known.ts';
import { tally } from './tally.ts';

/** A ballot of which enough closes are known: of all, or of q once the own deadline has passed. */
export function isRipe(view: SlotView, ballot: Ballot): boolean {
  const closes = closesOf(view, ballot);
  return isOfAll(view, ballot, closes) || (closes.size >= view.q && isOverdue(view, ballot));
}

export function wouldPass({ book }: SlotView, closure: Closure): boolean {
  return tally(book, closure).outcome === 'passed';
}

/**
 * A set whose change does not pass gives way to other changes that may pass yet: to those that were opened while it
 * would have run itself (it may have been withdrawn, so that it ends at once), and to those that most members approve.
 */
export function givesWay(view: SlotView, closure: Closure): boolean {
  const own = view.ballots.find(({ open }) => open.hash === closure.ballot);
  const rivals = view.ballots.filter((ballot) => ballot !== own && own && isAwaited(view, ballot, own));
  if (rivals.length === 0 || wouldPass(view, closure)) return false;
  return rivals.some((ballot) => !isRipe(view, ballot) || wouldPass(view, closureOfKnown(view, ballot)));
}

/** Most of the electorate approve in what is known, whether or not they have closed. */
function isApproved({ book, past, n }: SlotView, ballot: Ballot): boolean {
  const choices = new Map<string, unknown>();
  const votes = book.votes(ballot.open.hash).filter(past);
  for (const { entry } of votes.sort((a, b) => a.height - b.height))
    choices.set(entry.author, entry.body.choice);
  return [...choices.values()].filter((choice) => choice === 'APPROVE').length >= majorityOf(n);
}

/**
 * For its deadline, but not longer than the cell gives a ballot; what most members approve for as long again: others
 * heard of it later and close it later, some perhaps never. So whatever is opened, the wait has an end.
 */
function isAwaited(view: SlotView, ballot: Ballot, own: Ballot): boolean {
  const { nowMs, storedAtMs } = view;
  const { deadlineMs, graceMs } = ballot.electorate.rules;
  const usualMs = deadlineMs + graceMs;
  const storedMs = storedAtMs(ballot.open.hash);
  if (nowMs >= storedMs + 2 * usualMs) return false;
  if (isApproved(view, ballot)) return true;
  const isInTime = storedMs < storedAtMs(own.open.hash) + usualMs;
  return isInTime && nowMs < storedMs + usualMs;
}
