/** In which round of a slot a member is (CLOSING 8). Timers are not stored: after a restart they begin anew. */

import { ROUND_MAX } from '../limits.ts';
import { wouldSign } from './attest.ts';
import { coordinatorOf } from './coordinator.ts';
import { isMember } from './epoch.ts';
import { isQuarantined, type SlotView } from './known.ts';

const LONGEST_GATHERING_MS = 2_000;
/** With f = 0 nobody is followed further ahead in one turn: one sign in the last round must not end the slot. */
const LONGEST_JUMP = 1_000;

export interface RoundTimer {
  readonly round: number;
  readonly startedAtMs: number;
  /** When this member last followed a coordinator ahead, or null. */
  readonly jumpedAtMs: number | null;
}

/** The timer after all that is known now; `null` before it starts. */
export function turnTimer(view: SlotView, timer: RoundTimer | null): RoundTimer {
  const { nowMs } = view;
  const current = timer ?? { round: ownRound(view), startedAtMs: nowMs, jumpedAtMs: null };
  const joined = roundOfOthers(view);
  if (joined > current.round) return skipQuarantined(view, { ...current, round: joined, startedAtMs: nowMs });
  const led = coordinatorsRound(view, current);
  if (led > current.round)
    return skipQuarantined(view, { round: led, startedAtMs: nowMs, jumpedAtMs: nowMs });
  // One turn at a time, however late this is asked: whoever slept for hours is still near the others.
  const isOver = nowMs >= turnEndsMs(view, current);
  const turned = isOver
    ? { ...current, round: Math.min(ROUND_MAX, current.round + 1), startedAtMs: nowMs }
    : current;
  return skipQuarantined(view, turned);
}

export function turnEndsMs(view: SlotView, timer: RoundTimer): number {
  return timer.startedAtMs + turnMs(view, timer.round);
}

/**
 * Until when the first coordinator gathers closes. Members whose deadlines pass together close within the same
 * moment: who proposed the first q of these closes would see its set refused by all who know one more (CLOSING 5),
 * and the turn lost. To the others a late proposal is one that travelled long.
 */
export function gatheredAtMs(view: SlotView, timer: RoundTimer): number {
  if (timer.round > 0) return timer.startedAtMs;
  return timer.startedAtMs + Math.min(LONGEST_GATHERING_MS, turnMs(view, 0) / 5);
}

function turnMs(view: SlotView, round: number): number {
  return view.turnMs * Math.min(8, 1 + round);
}

/** Below the round that one has signed oneself there is nothing left to do. */
function ownRound({ own }: SlotView): number {
  return Math.max(0, own.signed, own.confirmed);
}

function skipQuarantined(view: SlotView, timer: RoundTimer): RoundTimer {
  let { round } = timer;
  const [{ electorate }] = view.ballots;
  for (let skipped = 0; skipped < view.n; skipped += 1) {
    if (!isQuarantined(view, coordinatorOf(view.slot, electorate, round))) return { ...timer, round };
    if (round === ROUND_MAX) return timer;
    round += 1;
  }
  return timer;
}

/** The highest round that max(1, f) + 1 members, oneself included, have signed or confirmed. */
function roundOfOthers({ book, slot, past, ballots: [{ electorate }], f }: SlotView): number {
  const highest = new Map<string, number>();
  for (const { node, body } of [...book.signs(slot), ...book.confirms(slot)]) {
    const { author } = node.entry;
    if (!past(node) || !isMember(electorate, author)) continue;
    highest.set(author, Math.max(highest.get(author) ?? 0, body.round));
  }
  const rounds = [...highest.values()].sort((a, b) => b - a);
  return rounds[Math.max(1, f)] ?? 0;
}

/**
 * Towards a later round that its coordinator has opened with a set that this member would sign. With f = 0 by at most
 * 1 000 rounds, once per turn; with f >= 1 by at most n rounds, and once per n turns. Those further ahead are followed in
 * several jumps: were they left alone, a member who had been by itself for long would never be met again.
 */
function coordinatorsRound(view: SlotView, timer: RoundTimer): number {
  const { book, slot, past, nowMs, n, f } = view;
  const restMs = (f === 0 ? 1 : n) * turnMs(view, timer.round);
  if (timer.jumpedAtMs !== null && nowMs - timer.jumpedAtMs < restMs) return timer.round;
  const [{ electorate }] = view.ballots;
  let best = timer.round;
  for (const { node, body } of book.signs(slot)) {
    if (body.round <= best || !past(node)) continue;
    if (node.entry.author !== coordinatorOf(slot, electorate, body.round)) continue;
    if (wouldSign(view, body)) best = body.round;
  }
  return Math.min(best, timer.round + (f === 0 ? jumpOver(n) : n));
}

/** One round after a multiple of n, so that each jump leads to the next coordinator: else who leads ahead has every turn. */
export function jumpOver(n: number): number {
  return LONGEST_JUMP - ((LONGEST_JUMP - 1) % n);
}
