import type { Action, Noticed, Suggestion } from '#shared/contract/domain/agent.ts';
import type { Brake } from '#shared/contract/domain/agent-act.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { TITLE_MAX } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { type LifeEvent, subjectOf } from './life-stimuli.ts';

export interface SuggestionContext {
  readonly id: string;
  readonly atMs: number;
  /** The chance that the action had. */
  readonly probability: number;
  readonly noticed: Noticed;
  readonly cycle: number;
  readonly digest: string;
  readonly held: Brake | null;
  /** The event behind it; null for a stimulus by hand. */
  readonly event: LifeEvent | null;
}

/**
 * What an action would mean for the cell: `signal` a message to everyone, `explore` the draft of a proposal.
 * Waiting and conserving ask for nothing. The texts give away nothing of private messages but that a peer is
 * out of reach.
 */
export function suggestionFor(action: Action, { event, ...context }: SuggestionContext): Suggestion | null {
  switch (action) {
    case 'signal':
      return { ...context, kind: 'message', text: messageText(event), action };
    case 'explore':
      return { ...context, kind: 'proposal', text: proposalText(event), action };
    case 'wait':
    case 'conserve':
      return null;
  }
}

/** The first line is the title of a draft, in at most 200 code units; what does not fit there is its text. */
export function titleAndText(suggested: string): { title: string; text: string } {
  const [first = '', ...rest] = suggested.trim().split('\n');
  if (first === '') throw new GhostStackError('invalid-argument', says('error.agent.proposalWithoutTitle'));
  let title = '';
  for (const character of first) {
    if (title.length + character.length > TITLE_MAX) break;
    title += character;
  }
  return { title, text: [first.slice(title.length), ...rest].join('\n').trim() };
}

function messageText(event: LifeEvent | null): string {
  if (event === null) return 'I chose: signal';
  const subject = subjectOf(event);
  switch (event.kind) {
    case 'message-arrived':
    case 'message-delivered':
      return 'All is well here, and messages get through.';
    case 'message-queued':
    case 'message-failed':
      return `I cannot reach ${subject}. Does anyone see ${subject}?`;
    case 'peer-lost':
    case 'peer-away':
      return `${subject} is away. Does anyone know more?`;
    case 'peer-back':
      return `${subject} is back.`;
    case 'vote-called':
      return `A vote is open: ${subject}. Please vote.`;
    case 'vote-decided':
      return `${subject} is decided.`;
  }
}

function proposalText(event: LifeEvent | null): string {
  if (event === null) return 'Try something new together: explore';
  const subject = subjectOf(event);
  switch (event.kind) {
    case 'message-arrived':
    case 'message-delivered':
      return 'Agree on how quickly we answer each other';
    case 'message-queued':
    case 'message-failed':
    case 'peer-lost':
    case 'peer-away':
      return `Agree on what we do while ${subject} is out of reach`;
    case 'peer-back':
      return `Bring ${subject} up to date together`;
    case 'vote-called':
    case 'vote-decided':
      return `Look together at what ${subject} changes`;
  }
}
