import type { Outcome } from '#shared/contract/domain/agent-act.ts';

/**
 * What an act was worth by what came of it, on the scale of the tutorial's rewards, where a stimulus gives from 0.5 to
 * 0.9 in an even life: an act that was heard gives more than that, one that came to nothing less. The table is in
 * docs/agent.md too; a test compares the two.
 */
export const REWARDS: Readonly<Record<Outcome, number>> = {
  'message-acknowledged': 0.7,
  'message-answered': 1,
  'message-expired': 0.2,
  'proposal-passed': 1,
  'proposal-failed': 0.1,
  'proposal-expired': 0.2,
};
