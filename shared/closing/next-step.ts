/**
 * What a member does next for a ballot (CLOSING: Entries 4 to 8). Pure: the caller brings its knowledge, its clock
 * and the state of the round timer, writes the entry, and asks again.
 */
import type { GraphNode } from '../log/entry-graph.ts';
import { type Ballot, type Closure, closureKey, type Past } from './ballot.ts';
import type { BallotBook } from './ballot-book.ts';
import type { SignBody } from './bodies.ts';
import { certificates } from './certificate.ts';
import { coordinatorOf } from './coordinator.ts';
import { isMember, quorumSizes } from './epoch.ts';
import {
  backedClosure,
  closureOfKnown,
  hasVoted,
  isBacked,
  isBackedInAnyRound,
  knownCloses,
} from './known.ts';

export interface Knowledge {
  readonly book: BallotBook;
  readonly me: string;
  /** What an entry written now would have in its past; not simply all that is applied. */
  readonly past: Past;
  readonly head: GraphNode | null;
  readonly nowMs: number;
}

export interface RoundTimer {
  readonly round: number;
  readonly startedAtMs: number;
  /** When this member last jumped ahead, or null. */
  readonly jumpedAtMs: number | null;
}

export type Step =
  | { readonly kind: 'close'; readonly body: { readonly ballot: string } }
  | { readonly kind: 'sign' | 'confirm'; readonly body: SignBody };

export interface Plan {
  readonly step: Step | null;
  readonly timer: RoundTimer | null;
  /** When to ask again although nothing new has come, or null. */
  readonly wakeAtMs: number | null;
}

const NOTHING: Plan = { step: null, timer: null, wakeAtMs: null };

/** Deadline and grace count from the moment at which this node stored the open. */
export function ownDeadlineMs(ballot: Ballot, storedAtMs: number): number {
  return storedAtMs + ballot.body.rules.deadlineMs + ballot.body.rules.graceMs;
}

export function planFor(
  known: Knowledge,
  ballot: Ballot,
  storedAtMs: number,
  timer: RoundTimer | null,
): Plan {
  const { book, me, past, nowMs } = known;
  if (!past(ballot.open) || !isMember(ballot.electorate, me)) return NOTHING;
  if (certificates(book, past, ballot.slot).length > 0) return NOTHING;
  const deadlineMs = ownDeadlineMs(ballot, storedAtMs);
  const overdue = nowMs >= deadlineMs;
  const wakeAtMs = overdue ? null : deadlineMs;

  if (!ownCloses(known, ballot.open.hash)) {
    if (!shouldClose(known, ballot, overdue)) return { step: null, timer, wakeAtMs };
    return { step: { kind: 'close', body: { ballot: ballot.open.hash } }, timer, wakeAtMs };
  }
  const closes = knownCloses(book, ballot, past);
  const { n, q } = quorumSizes(ballot.electorate);
  const ripe = closes.size === n || (closes.size >= q && overdue);
  if (!ripe && !timer) return { step: null, timer: null, wakeAtMs };

  const current = turnRound(known, ballot, advance(known, ballot, timer, overdue));
  const step = attest(known, ballot, closes, overdue, current.round);
  const turnEndsMs = current.startedAtMs + turnMs(ballot, current.round);
  return { step, timer: current, wakeAtMs: wakeAtMs === null ? turnEndsMs : Math.min(wakeAtMs, turnEndsMs) };
}

/** A close is due after the own deadline and grace, when all have voted, or on a valid withdraw. */
function shouldClose({ book, past }: Knowledge, ballot: Ballot, overdue: boolean): boolean {
  if (overdue) return true;
  const hash = ballot.open.hash;
  if (book.withdraws(hash).some(past)) return true;
  return ballot.electorate.members.every((member) => hasVoted(book, hash, member.scid, past));
}

function ownCloses(known: Knowledge, ballot: string): GraphNode | undefined {
  const { book, head } = known;
  return head ? book.closes(ballot).find((close) => book.graph.onBranch(close, head)) : undefined;
}

function turnMs(ballot: Ballot, round: number): number {
  return ballot.body.rules.turnMs * Math.min(8, 1 + round);
}

/** Ends turns that are over, and those of coordinators who are known to have equivocated. */
function turnRound({ book, past, nowMs }: Knowledge, ballot: Ballot, timer: RoundTimer): RoundTimer {
  const { n } = quorumSizes(ballot.electorate);
  let { round, startedAtMs } = timer;
  for (let skipped = 0; skipped < n; ) {
    const over = nowMs - startedAtMs >= turnMs(ballot, round);
    const coordinator = coordinatorOf(ballot.slot, ballot.electorate, round);
    const quarantined = book.graph.forkedPlaces(coordinator).some((nodes) => nodes.filter(past).length > 1);
    if (!over && !quarantined) break;
    startedAtMs = over ? startedAtMs + turnMs(ballot, round) : startedAtMs;
    if (!over) skipped += 1;
    round += 1;
  }
  return { ...timer, round, startedAtMs };
}

/** Starts the timer, and jumps to where enough others are (CLOSING 8). */
function advance(known: Knowledge, ballot: Ballot, timer: RoundTimer | null, overdue: boolean): RoundTimer {
  const { nowMs } = known;
  const started = timer ?? { round: 0, startedAtMs: nowMs, jumpedAtMs: null };
  const joined = roundOfOthers(known, ballot);
  if (joined > started.round) return { ...started, round: joined, startedAtMs: nowMs };
  const led = coordinatorsRound(known, ballot, started, overdue);
  if (led > started.round) return { round: led, startedAtMs: nowMs, jumpedAtMs: nowMs };
  return started;
}

/** The highest round in which max(1, f) + 1 members, oneself included, have signed or confirmed. */
function roundOfOthers({ book, me, past }: Knowledge, ballot: Ballot): number {
  const { f } = quorumSizes(ballot.electorate);
  const highest = new Map<string, number>();
  for (const { node, body } of [...book.signs(ballot.slot), ...book.confirms(ballot.slot)]) {
    const { author } = node.entry;
    if (author === me || !past(node) || !isMember(ballot.electorate, author)) continue;
    highest.set(author, Math.max(highest.get(author) ?? 0, body.round));
  }
  // Oneself goes along, so max(1, f) others are enough.
  const rounds = [...highest.values()].sort((a, b) => b - a);
  return rounds[Math.max(1, f) - 1] ?? 0;
}

/** A later round that its coordinator has opened with a set that this member would sign; bounded against carriers. */
function coordinatorsRound(known: Knowledge, ballot: Ballot, timer: RoundTimer, overdue: boolean): number {
  const { book, past, nowMs } = known;
  const { n, f } = quorumSizes(ballot.electorate);
  const turns = f === 0 ? 1 : n;
  const restMs = turns * turnMs(ballot, timer.round);
  if (timer.jumpedAtMs !== null && nowMs - timer.jumpedAtMs < restMs) return timer.round;
  let best = timer.round;
  for (const { node, body } of book.signs(ballot.slot)) {
    if (body.round <= best || !past(node)) continue;
    if (f >= 1 && body.round > timer.round + n) continue;
    if (node.entry.author !== coordinatorOf(ballot.slot, ballot.electorate, body.round)) continue;
    if (wouldSign(known, ballot, body, overdue)) best = body.round;
  }
  return best;
}

function attest(
  known: Knowledge,
  ballot: Ballot,
  closes: ReadonlyMap<string, string>,
  overdue: boolean,
  round: number,
): Step | null {
  const { book, me, past } = known;
  const { slot } = ballot;
  // A set may be backed in this round by signs of another ballot of the slot: then that is what is confirmed.
  const backed = backedIn(known, slot, round);
  if (backed && canConfirm(known, slot, round)) {
    return { kind: 'confirm', body: { slot, ballot: backed.ballot, round, closes: [...backed.closes] } };
  }
  if (ownLatest(known, slot) >= round) return null;
  const proposal =
    coordinatorOf(slot, ballot.electorate, round) === me
      ? (backedClosure(book, slot, past)?.closure ?? fresh(ballot, closes, overdue))
      : coordinatorsSet(known, ballot, round);
  if (!proposal || !wouldSign(known, ballot, proposal, overdue)) return null;
  const body: SignBody = { slot, ballot: proposal.ballot, round, closes: [...proposal.closes] };
  return mayAttest(known, body) ? { kind: 'sign', body } : null;
}

function backedIn({ book, past }: Knowledge, slot: string, round: number): Closure | null {
  for (const { node, body } of book.signs(slot)) {
    if (body.round === round && past(node) && isBacked(book, slot, past, round, body)) return body;
  }
  return null;
}

/** All closes that the coordinator knows: at least q, and before its own deadline only all n. */
function fresh(ballot: Ballot, closes: ReadonlyMap<string, string>, overdue: boolean): Closure | null {
  const { n, q } = quorumSizes(ballot.electorate);
  if (closes.size < q || (!overdue && closes.size < n)) return null;
  return closureOfKnown(ballot, closes);
}

function coordinatorsSet({ book, past }: Knowledge, ballot: Ballot, round: number): Closure | null {
  const coordinator = coordinatorOf(ballot.slot, ballot.electorate, round);
  const sign = book
    .signs(ballot.slot)
    .find(({ node, body }) => body.round === round && node.entry.author === coordinator && past(node));
  return sign?.body ?? null;
}

/** A set with q signs behind it, or one that leaves out no author whose close is known, in time. */
function wouldSign(known: Knowledge, ballot: Ballot, closure: Closure, overdue: boolean): boolean {
  const { book, past } = known;
  if (isBackedInAnyRound(book, ballot.slot, past, closure)) return true;
  const target = book.ballot(closure.ballot);
  if (!target) return false;
  const authors = new Set(closure.closes.map((hash) => book.graph.get(hash)?.entry.author));
  for (const author of knownCloses(book, target, past).keys()) if (!authors.has(author)) return false;
  return overdue || authors.size === quorumSizes(target.electorate).n;
}

/** The highest round in which this member has signed or confirmed, or -1. */
function ownLatest(known: Knowledge, slot: string): number {
  return Math.max(-1, ...ownBodies(known, slot, 'signs'), ...ownBodies(known, slot, 'confirms'));
}

function canConfirm(known: Knowledge, slot: string, round: number): boolean {
  const confirmed = Math.max(-1, ...ownBodies(known, slot, 'confirms'));
  const signed = Math.max(-1, ...ownBodies(known, slot, 'signs'));
  return confirmed < round && signed <= round;
}

function ownBodies({ book, head }: Knowledge, slot: string, kind: 'signs' | 'confirms'): number[] {
  if (!head) return [];
  return book[kind](slot)
    .filter(({ node }) => book.graph.onBranch(node, head))
    .map(({ body }) => body.round);
}

/** The lock: another set than the one last confirmed needs q signs from a later round. */
function mayAttest({ book, head, past }: Knowledge, body: SignBody): boolean {
  if (!head) return true;
  let lock: SignBody | null = null;
  for (const { node, body: confirm } of book.confirms(body.slot)) {
    if (book.graph.onBranch(node, head) && (!lock || confirm.round > lock.round)) lock = confirm;
  }
  if (!lock || closureKey(lock) === closureKey(body)) return true;
  for (let round = lock.round + 1; round < body.round; round += 1) {
    if (isBacked(book, body.slot, past, round, body)) return true;
  }
  return false;
}
