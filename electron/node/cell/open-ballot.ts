import { type CellRules, type Change, ProposalRules } from '#shared/closing/bodies.ts';
import type { Epoch } from '#shared/closing/epoch.ts';
import { GhostStackError } from '#shared/errors.ts';
import type { GraphNode } from '#shared/log/entry-graph.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';

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

type Writer = Pick<IntegrityLog, 'append' | 'book'>;

/**
 * The rules of a ballot: the cell's with what the proposer asks for; the quorum is more than half of its n members.
 * @throws {GhostStackError} `invalid-argument` for a quorum that the electorate cannot reach
 */
export function ballotRules(rules: CellRules, n: number, wishes: BallotWishes): ProposalRules {
  const agreed = ProposalRules.safeParse({
    quorum: wishes.quorum ?? Math.floor(n / 2) + 1,
    threshold: [1, 2],
    deadlineMs: wishes.deadlineMs ?? rules.deadlineMs,
    graceMs: Math.min(rules.graceMs, wishes.deadlineMs ?? rules.graceMs),
  });
  if (!agreed.success || agreed.data.quorum > n) {
    throw new GhostStackError('invalid-argument', `A quorum is 1 to ${n}, the number of members.`);
  }
  return agreed.data;
}

/** Writes the entries with which a ballot begins. */
export const openBallot = {
  draft(log: Writer, title: string, text: string): GraphNode {
    const numbers = log.book.drafts().map((draft) => Number(draft.entry.body.number));
    return log.append('draft', { number: 1 + Math.max(0, ...numbers), title, text });
  },

  /** Freezes text and rules; throws what `ballotRules` does. */
  open(log: Writer, { proposal, attempt, text, change, epoch, rules, wishes = {} }: BallotToOpen): GraphNode {
    return log.append('open', {
      proposal,
      attempt,
      epoch: epoch.number,
      text,
      rules: ballotRules(rules, epoch.members.length, wishes),
      ...(change ? { change } : {}),
    });
  },
};
