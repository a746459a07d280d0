/** What a member signs and confirms in a round (CLOSING 5 and 6). */
import { ROUND_MAX } from '../limits.ts';
import { type Closure, closureKey } from './ballot.ts';
import type { SignBody } from './bodies.ts';
import { coordinatorOf } from './coordinator.ts';
import { closesOf, closureOfKnown, isOfAll, isOverdue, isQuarantined, type SlotView } from './known.ts';
import { isFreeToSign } from './own.ts';
import { givesWay, isRipe, wouldPass } from './rival-changes.ts';
import { isMembershipSlot } from './slot.ts';

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
 * A set with q signs behind it, or one that leaves out no author whose close is known and gives no other change its
 * way; one that lacks some member's close only after the own deadline; and never against the lock, or in a round that
 * is over for this member.
 */
export function wouldSign(view: SlotView, body: SignBody): boolean {
  const { book, own } = view;
  if (body.round <= own.signed || body.round <= own.confirmed) return false;
  const ballot = view.ballots.find(({ open }) => open.hash === body.ballot);
  if (!ballot || !isFreeToSign(own.lock, body, () => view.backed)) return false;
  const authors = new Set(body.closes.flatMap((hash) => book.graph.get(hash)?.entry.author ?? []));
  if (!isOfAll(view, ballot, authors) && !isOverdue(view, ballot)) return false;
  const key = closureKey(body);
  if (view.backed.some((backing) => backing.key === key)) return true;
  if (isMembershipSlot(view.slot) && givesWay(view, body)) return false;
  return [...closesOf(view, ballot).keys()].every((author) => authors.has(author));
}

/**
 * All closes that the coordinator knows, of the first ballot for which they are enough: of competing changes the first
 * that passes, else the first that need not give way.
 */
function freshSet(view: SlotView, isGathering: boolean): Closure | null {
  const ripe = view.ballots
    .filter((ballot) => isRipe(view, ballot))
    .map((ballot) => ({ ballot, set: closureOfKnown(view, ballot) }));
  const chosen = isMembershipSlot(view.slot)
    ? (ripe.find(({ set }) => wouldPass(view, set)) ?? ripe.find(({ set }) => !givesWay(view, set)))
    : ripe[0];
  if (!chosen) return null;
  return isGathering && !isOfAll(view, chosen.ballot, closesOf(view, chosen.ballot)) ? null : chosen.set;
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
