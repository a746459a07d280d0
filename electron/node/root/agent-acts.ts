import type { Suggestion } from '#shared/contract/domain/agent.ts';
import type { AgentService } from '../agent/agent-service.ts';
import { titleAndText } from '../agent/suggestion.ts';
import type { NodeCells } from './node-cells.ts';
import type { NodeMessages } from './node-messages.ts';

export interface AgentActsOptions {
  readonly agent: () => AgentService;
  readonly cell: () => NodeCells;
  readonly messages: NodeMessages;
  /** Whether there is anybody to write to. */
  readonly hasPeers: () => boolean;
}

/** What the agent can do on this node, and how it is done: by the operator's click, or by itself if it may. */
export class AgentActs {
  readonly #options: AgentActsOptions;

  constructor(options: AgentActsOptions) {
    this.#options = options;
  }

  /** What can be done now; nothing else is suggested. */
  possible(): Suggestion['kind'][] {
    const { cell, hasPeers } = this.#options;
    const kinds: Suggestion['kind'][] = [];
    if (hasPeers()) kinds.push('message');
    if (cell().current?.epoch()) kinds.push('proposal');
    return kinds;
  }

  /** Throws what the act throws; then the suggestion stays. */
  accept(id: string, text: string | undefined): void {
    const { agent, cell, messages } = this.#options;
    const pending = agent().state().suggestion;
    if (pending?.id === id) {
      const wanted = text ?? pending.text;
      if (pending.kind === 'message') messages.send('broadcast', wanted);
      else
        cell()
          .deciding()
          .propose({ ...titleAndText(wanted), open: false });
    }
    agent().takeSuggestion(id);
  }

  /** A message to everyone; proposals are always left to the operator. */
  actAlone(suggestion: Suggestion): void {
    if (suggestion.kind === 'message' && this.#options.hasPeers()) {
      this.#options.messages.send('broadcast', suggestion.text);
    }
  }
}
