import type { LifeKind, Suggestion } from '../../contract/domain/agent.ts';
import { type StringKey, t } from '../translate.ts';
import { subjectInWords } from './stimulus-words.ts';

const SAYS: Readonly<Record<LifeKind, StringKey>> = {
  'message-arrived': 'agent.says.well',
  'message-delivered': 'agent.says.well',
  'message-queued': 'agent.says.unreached',
  'message-failed': 'agent.says.unreached',
  'peer-lost': 'agent.says.away',
  'peer-away': 'agent.says.away',
  'peer-back': 'agent.says.back',
  'vote-called': 'agent.says.called',
  'vote-decided': 'agent.says.decided',
};

const DRAFTS: Readonly<Record<LifeKind, StringKey>> = {
  'message-arrived': 'agent.drafts.answers',
  'message-delivered': 'agent.drafts.answers',
  'message-queued': 'agent.drafts.away',
  'message-failed': 'agent.drafts.away',
  'peer-lost': 'agent.drafts.away',
  'peer-away': 'agent.drafts.away',
  'peer-back': 'agent.drafts.back',
  'vote-called': 'agent.drafts.vote',
  'vote-decided': 'agent.drafts.vote',
};

/** The message or the title that the agent suggests: whoever sends it does so in the language they read it in. */
export function suggestedText({ kind, noticed: { lived } }: Suggestion): string {
  if (lived === null || lived.kind === 'imported') {
    return t(kind === 'message' ? 'agent.says.nothing' : 'agent.drafts.nothing');
  }
  const key = kind === 'message' ? SAYS[lived.kind] : DRAFTS[lived.kind];
  return t(key, { subject: subjectInWords(lived.subject) });
}
