import { DAY_MS } from '#shared/protocol/limits.ts';
import type { AgentService } from '../agent/agent-service.ts';
import { type MessageFate, outcomesOf } from '../agent/outcomes.ts';
import type { Schedule } from '../agent/stimulus-run.ts';
import type { Votes } from '../agent/vote-watch.ts';
import type { NodeMessages } from './node-messages.ts';

/** Much may change at once; what came of the agent's acts is looked at once in a while. */
const LOOK_AFTER_MS = 200;
/** What has come to nothing for so long comes to nothing. */
const AWAITED_MS = 60 * DAY_MS;

export interface AgentOutcomesOptions {
  readonly agent: () => AgentService;
  readonly messages: NodeMessages;
  readonly votes: () => Votes;
  readonly clock: () => number;
  readonly schedule: Schedule;
}

/** Lets the agent learn from what came of what it did: as it stands in messages and votes, so a restart loses nothing. */
export class AgentOutcomes {
  readonly #options: AgentOutcomesOptions;
  #callOff: (() => void) | null = null;
  #isOver = false;

  constructor(options: AgentOutcomesOptions) {
    this.#options = options;
  }

  /** Something happened of which something may have come. */
  changed(): void {
    if (this.#isOver) return;
    this.#callOff ??= this.#options.schedule(() => {
      this.#callOff = null;
      this.look();
    }, LOOK_AFTER_MS);
  }

  look(): void {
    const { agent, clock, votes } = this.#options;
    const acts = agent().acts.since(clock() - AWAITED_MS);
    if (acts.length === 0) return;
    const { standing } = votes();
    const fates = {
      message: (id: string) => this.#fateOf(id),
      proposal: (id: string) => standing(id)?.state ?? null,
    };
    for (const act of acts) {
      const known = agent().acts.outcomesOf(act.subject);
      for (const outcome of outcomesOf(act, fates))
        if (!known.includes(outcome)) agent().learnFrom(act.subject, outcome);
    }
  }

  /** The store is closed by the time at which somebody would look. */
  stop(): void {
    this.#isOver = true;
    this.#callOff?.();
    this.#callOff = null;
  }

  #fateOf(id: string): MessageFate | null {
    const { messages } = this.#options;
    const message = messages.get(id);
    if (message === null) return null;
    const { state, deliveredTo } = message;
    return {
      state,
      isHeard: state === 'delivered' || (deliveredTo?.done ?? 0) > 0,
      isAnswered: messages.isAnswered(id),
    };
  }
}
