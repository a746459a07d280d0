import type { AgentAct, Outcome } from '#shared/contract/domain/agent-act.ts';
import type { ProposalState } from '#shared/contract/domain/governance.ts';
import type { MessageState } from '#shared/contract/domain/message.ts';

/** How a message of the agent stands. */
export interface MessageFate {
  readonly state: MessageState;
  /** Somebody acknowledged it. */
  readonly isHeard: boolean;
  /** Somebody wrote a message that answers it. */
  readonly isAnswered: boolean;
}

export interface Fates {
  /** Null where it is not here any more. */
  readonly message: (id: string) => MessageFate | null;
  readonly proposal: (id: string) => ProposalState | null;
}

/** All that came of an act so far, in the order in which it comes. */
export function outcomesOf({ kind, subject }: Pick<AgentAct, 'kind' | 'subject'>, fates: Fates): Outcome[] {
  return kind === 'message' ? ofMessage(fates.message(subject)) : ofProposal(fates.proposal(subject));
}

function ofMessage(fate: MessageFate | null): Outcome[] {
  if (fate === null) return [];
  const { state, isHeard, isAnswered } = fate;
  if (!isHeard && !isAnswered) return state === 'expired' ? ['message-expired'] : [];
  return isAnswered ? ['message-acknowledged', 'message-answered'] : ['message-acknowledged'];
}

function ofProposal(state: ProposalState | null): Outcome[] {
  switch (state) {
    case 'passed':
      return ['proposal-passed'];
    case 'failed':
      return ['proposal-failed'];
    case 'expired':
      return ['proposal-expired'];
    default:
      return [];
  }
}
