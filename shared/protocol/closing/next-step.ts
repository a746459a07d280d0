/**
 * What a member does next about a slot (CLOSING: Entries 4 to 8). Pure: the caller brings its knowledge, its clock
 * and the state of the round timer, writes the entry, and asks again.
 */
import { type AttestStep, attest } from './attest.ts';
import type { Ballot } from './ballot.ts';
import {
  ballotsHere,
  isOfAll,
  isOverdue,
  type Knowledge,
  ownDeadlineMs,
  type SlotView,
  viewSlot,
} from './known.ts';
import { ownNodes } from './own.ts';
import { actsFromMs } from './rekey.ts';
import { isRipe } from './rival-changes.ts';
import { gatheredAtMs, type RoundTimer, turnEndsMs, turnTimer } from './round-timer.ts';
import { isMembershipSlot } from './slot.ts';

export type Step = { readonly kind: 'close'; readonly body: { readonly ballot: string } } | AttestStep;

export interface Plan {
  readonly step: Step | null;
  readonly timer: RoundTimer | null;
  /** When to ask again although nothing new has come, or null. */
  readonly wakeAtMs: number | null;
}

export function planFor(known: Knowledge, slot: string, timer: RoundTimer | null): Plan {
  const view = viewSlot(known, slot);
  const laterMs = laterAtMs(known, slot);
  if (!view) return { step: null, timer: null, wakeAtMs: laterMs };
  const due = view.ballots.find((ballot) => isCloseDue(view, ballot));
  if (due) return { step: { kind: 'close', body: { ballot: due.open.hash } }, timer, wakeAtMs: known.nowMs };
  const deadlineMs = earlier(nextDeadlineMs(view), laterMs);
  if (!timer && !view.ballots.some((ballot) => isRipe(view, ballot))) {
    return { step: null, timer: null, wakeAtMs: deadlineMs };
  }
  const current = turnTimer(view, timer);
  const gatheredMs = gatheredAtMs(view, current);
  const step = attest(view, current.round, known.nowMs < gatheredMs);
  const ahead = [deadlineMs, gatheredMs].filter((ms) => ms !== null && ms > known.nowMs) as number[];
  return { step, timer: current, wakeAtMs: Math.min(turnEndsMs(view, current), ...ahead) };
}

/** A close is due after the own deadline and grace, when all have voted, or on a withdraw; once per ballot. */
function isCloseDue(view: SlotView, ballot: Ballot): boolean {
  const { book, head, past } = view;
  const { hash } = ballot.open;
  if (ownNodes(book, head, book.closes(hash)).length > 0) return false;
  if (ballot.body.change?.type === 'leavers' && isCountedOutByOthers(view, ballot)) return false;
  if (isOverdue(view, ballot)) return true;
  if (book.withdraws(hash).some(past) && !isHasty(view, ballot)) return true;
  const voters = new Set(
    book
      .votes(hash)
      .filter(past)
      .map((vote) => vote.entry.author),
  );
  return isOfAll(view, ballot, voters);
}

/**
 * True while another ballot of the slot will end the epoch, which takes out who has left as well: what counts them out must
 * not supersede it, but for a ballot that goes on for longer than the cell gives one.
 */
function isCountedOutByOthers({ ballots, storedAtMs, nowMs }: SlotView, ballot: Ballot): boolean {
  const { deadlineMs, graceMs } = ballot.electorate.rules;
  const isOther = ballots.some(({ body }) => body.change?.type !== 'leavers');
  return isOther && nowMs < storedAtMs(ballot.open.hash) + deadlineMs + graceMs;
}

/**
 * True when its proposer has opened as many ballots as it may have open within the time that the cell gives one: what
 * it withdraws ends at its deadline then. Each that ends makes everybody write, and what a feed may grow by is limited.
 */
function isHasty({ book, storedAtMs }: SlotView, ballot: Ballot): boolean {
  const { openBallotsMax, deadlineMs, graceMs } = ballot.electorate.rules;
  const opened = book.ballotsBy(ballot.proposer);
  const before = opened[opened.indexOf(ballot) - openBallotsMax];
  return (
    before !== undefined && storedAtMs(before.open.hash) > storedAtMs(ballot.open.hash) - deadlineMs - graceMs
  );
}

/** When a change of a key that is dated too far ahead is looked at; null where there is none. */
function laterAtMs(known: Knowledge, slot: string): number | null {
  if (!isMembershipSlot(slot)) return null;
  const ahead = ballotsHere(known, slot).flatMap((ballot) => actsFromMs(ballot) ?? []);
  return ahead.filter((fromMs) => fromMs > known.nowMs).reduce(earlier, null);
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function nextDeadlineMs(view: SlotView): number | null {
  const ahead = view.ballots
    .map((ballot) => ownDeadlineMs(ballot, view.storedAtMs(ballot.open.hash)))
    .filter((deadlineMs) => deadlineMs > view.nowMs);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
