import type { AgentBudget, Brake } from '#shared/contract/domain/agent-act.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Two acts by itself are at least so far apart. */
export const ACT_INTERVAL_MS = 10 * 60 * 1000;

/** An act that the agent did by itself. */
export interface PastAct {
  readonly atMs: number;
  /** Thousandths of a token that it cost. */
  readonly cost: number;
}

export interface WishedAct {
  readonly atMs: number;
  /** Minutes after midnight, where the operator is. */
  readonly minute: number;
  readonly cost: number;
  /** SCIDs of those who would be written to. */
  readonly recipients: readonly string[];
}

export interface ActingNow {
  readonly budget: AgentBudget;
  /** Of the last 24 hours at least. */
  readonly past: readonly PastAct[];
  /** The operator has stopped it. */
  readonly isBraked: boolean;
  /** It and another agent have answered each other. */
  readonly isEchoing: boolean;
}

/** Why the agent may not do this by itself, the weightiest reason first; null if it may. */
export function brakeOn(wish: WishedAct, { budget, past, isBraked, isEchoing }: ActingNow): Brake | null {
  if (isBraked) return 'braked';
  if (isEchoing) return 'echo';
  if (budget.quiet && isWithin(budget.quiet, wish.minute)) return 'quiet';
  const { people } = budget;
  if (people && wish.recipients.some((scid) => !people.includes(scid))) return 'people';
  // A clock that was set back must not give a second day's worth.
  const lately = past.filter(({ atMs }) => Math.abs(wish.atMs - atMs) < DAY_MS);
  if (lately.length >= budget.actsPerDay) return 'acts';
  const spent = lately.reduce((sum, { cost }) => sum + cost, 0);
  if (wish.cost > 0 && spent + wish.cost > budget.tokensPerDay) return 'tokens';
  if (lately.some(({ atMs }) => Math.abs(wish.atMs - atMs) < ACT_INTERVAL_MS)) return 'interval';
  return null;
}

function isWithin({ from, to }: { from: number; to: number }, minute: number): boolean {
  return from <= to ? from <= minute && minute < to : minute >= from || minute < to;
}
