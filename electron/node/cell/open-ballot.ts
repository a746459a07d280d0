import type { Change } from '#shared/closing/bodies.ts';
import type { Epoch } from '#shared/closing/epoch.ts';
import type { GraphNode } from '#shared/log/entry-graph.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';

/** Writes the entries with which a ballot begins. */
export const openBallot = {
  draft(log: IntegrityLog, title: string, text: string): GraphNode {
    const numbers = log.book.drafts().map((draft) => Number(draft.entry.body.number));
    return log.append('draft', { number: 1 + Math.max(0, ...numbers), title, text });
  },

  /** Freezes text and rules; the defaults are the cell's, with a quorum of more than half of its members. */
  open(
    log: IntegrityLog,
    ballot: { proposal: string; attempt: number; text: string; change?: Change; epoch: Epoch },
  ): GraphNode {
    const { proposal, attempt, text, change, epoch } = ballot;
    const { deadlineMs, graceMs } = epoch.rules;
    const quorum = Math.floor(epoch.members.length / 2) + 1;
    return log.append('open', {
      proposal,
      attempt,
      epoch: epoch.number,
      text,
      rules: { quorum, threshold: [1, 2], deadlineMs, graceMs },
      ...(change ? { change } : {}),
    });
  },
};
