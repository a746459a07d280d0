import { GhostStackError } from '#shared/contract/errors.ts';
import { type CellRules, type Change, ProposalRules } from '#shared/protocol/closing/bodies.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { ballotFloors, floorError } from '#shared/protocol/closing/floors.ts';
import { majorityOf } from '#shared/protocol/limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';

/** What a proposer may ask for instead of the cell's own rules. */
export interface BallotWishes {
  readonly deadlineMs?: number | undefined;
  readonly quorum?: number | undefined;
}

export interface BallotToOpen {
  readonly proposal: string;
  readonly attempt: number;
  readonly text: string;
  readonly change?: Change | undefined;
  /** The electorate. */
  readonly epoch: Epoch;
  /** The cell's rules as they are now. */
  readonly rules: CellRules;
  readonly wishes?: BallotWishes;
}

/** Leaving is a right: those that count who leaves out. */
const LEAVERS_RULES: ProposalRules = { quorum: 1, threshold: [1, 2], deadlineMs: 1_000, graceMs: 0 };

type Writer = Pick<IntegrityLog, 'append' | 'book' | 'graph' | 'ahead'>;

/**
 * The rules of a ballot: what the proposer asks for, else the cell's, and never below its floors.
 * @throws {GhostStackError} `invalid-argument` for a wish that is below them, or a quorum that cannot be reached
 */
export function ballotRules(
  rules: CellRules,
  n: number,
  wishes: BallotWishes,
  isChange = false,
): ProposalRules {
  const least = ballotFloors(rules, n, isChange);
  const wished = ProposalRules.safeParse({
    quorum: wishes.quorum ?? Math.max(least.quorum, majorityOf(n)),
    threshold: least.threshold,
    deadlineMs: wishes.deadlineMs ?? rules.deadlineMs,
    graceMs: Math.max(least.graceMs, Math.min(rules.graceMs, wishes.deadlineMs ?? rules.graceMs)),
  });
  if (!wished.success || wished.data.quorum > n) {
    throw new GhostStackError(
      'invalid-argument',
      says('error.cell.quorumOutOfRange', { quorum: least.quorum, n }),
    );
  }
  const low = floorError(wished.data, least);
  if (low)
    throw new GhostStackError('invalid-argument', says('error.cell.cannotBeOpened', { reason: low.says }));
  return wished.data;
}

/** The draft that follows those in the past of what is written now; `tips` are those that it would have. */
export function draftBody(
  book: Pick<CellBook, 'draftedUpTo'>,
  tips: ReadonlyMap<string, readonly GraphNode[]>,
  title: string,
  text: string,
): { number: number; title: string; text: string } {
  // Of a branch that nobody cites yet no more is in the past.
  return { number: 1 + book.draftedUpTo([...tips.values()].flat()), title, text };
}

/** What opens it; throws what `ballotRules` does. */
export function openBody({ proposal, attempt, text, change, epoch, rules, wishes = {} }: BallotToOpen): {
  [field: string]: unknown;
} {
  return {
    proposal,
    attempt,
    epoch: epoch.number,
    text,
    rules:
      change?.type === 'leavers'
        ? LEAVERS_RULES
        : ballotRules(rules, epoch.members.length, wishes, change !== undefined),
    ...(change ? { change } : {}),
  };
}

/** Writes the entries with which a ballot begins. */
export const openBallot = {
  /** @param agent the digest of the cycle that led to it, where the agent thought of it */
  draft(log: Writer, title: string, text: string, agent: string | null = null): GraphNode {
    const body = draftBody(log.book, log.ahead(), title, text);
    return log.append('draft', agent === null ? body : { ...body, agent });
  },

  /** Freezes text and rules; throws what `ballotRules` does. */
  open(log: Writer, ballot: BallotToOpen): GraphNode {
    return log.append('open', openBody(ballot));
  },
};
