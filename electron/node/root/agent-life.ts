import type { Accepted } from '#shared/contract/agent-calls.ts';
import { type Failure, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { AgentEvent } from '../agent/agent-options.ts';
import { AgentService } from '../agent/agent-service.ts';
import type { LifeEvent } from '../agent/life-stimuli.ts';
import { localMinute } from '../agent/local-minute.ts';
import { timer } from '../agent/stimulus-run.ts';
import { BrainStore } from '../cognition/brain-store.ts';
import { storeError } from '../store/classify-error.ts';
import type { Store } from '../store/store.ts';
import { type AcceptWish, AgentActs } from './agent-acts.ts';
import { AgentOutcomes } from './agent-outcomes.ts';
import type { Faults } from './faults.ts';
import type { NodeCells } from './node-cells.ts';
import type { NodeMessages } from './node-messages.ts';
import { NodeMind } from './node-mind.ts';
import { VoteLife } from './vote-life.ts';

export interface AgentLifeOptions {
  readonly store: Store;
  readonly clock: () => number;
  readonly random: () => number;
  readonly cell: () => NodeCells;
  readonly messages: NodeMessages;
  /** The DIDs of those to whom a message to everyone goes. */
  readonly peers: () => readonly string[];
  /** Whether the key is open, without which the agent does nothing by itself. */
  readonly mayAct: () => boolean;
  readonly faults: Faults;
  readonly changed: () => void;
  /** A condition that concerns everything, like a full disk. */
  readonly problem: (failure: Failure) => void;
}

/** The agent that lives with this node: what it feels of the node's life, and what it does there. */
export class AgentLife {
  readonly agent: AgentService;
  readonly mind: NodeMind;
  readonly #options: AgentLifeOptions;
  readonly #acts: AgentActs;
  readonly #votes: VoteLife;
  readonly #outcomes: AgentOutcomes;

  constructor(options: AgentLifeOptions) {
    this.#options = options;
    const { store, clock, random, cell, messages, peers, faults } = options;
    const minuteOf = localMinute;
    this.#acts = new AgentActs({
      agent: () => this.agent,
      cell,
      messages,
      peers,
      minuteOf,
      told: (thrown) => this.#told(thrown),
    });
    const brainStore = new BrainStore(store);
    this.mind = new NodeMind({ agent: () => this.agent, brainStore, clock });
    this.agent = new AgentService({
      store,
      brainStore,
      clock,
      random,
      minuteOf,
      brake: (suggestion) => this.#acts.brake(suggestion),
      suggests: () => this.#acts.possible(),
      observe: (event) => this.#did(event),
    });
    this.#votes = new VoteLife({
      votes: () => cell().shown.votes(),
      felt: (event) => this.feel(event),
      schedule: (run, delayMs) => timer(() => faults.guarded(says('fault.followingVotes'), run), delayMs),
    });
    this.#outcomes = new AgentOutcomes({
      agent: () => this.agent,
      messages,
      votes: () => cell().shown.votes(),
      clock,
      schedule: (run, delayMs) => timer(() => faults.guarded(says('fault.learning'), run), delayMs),
    });
  }

  begin(): void {
    this.#options.faults.guarded(says('fault.followingVotes'), () => this.#votes.begin());
    this.#outcomes.changed();
  }

  stop(): void {
    this.#votes.stop();
    this.#outcomes.stop();
    this.agent.run.stop();
  }

  cellChanged(): void {
    this.#votes.changed();
    this.#outcomes.changed();
  }

  /** In timers and listeners: what cannot be felt, because the disk is full, must end nothing else. */
  feel(event: LifeEvent): void {
    this.#options.faults.guarded(says('fault.feeling'), () => this.agent.life(event));
    this.#outcomes.changed();
  }

  /** Does what the agent suggested, by the operator's click. */
  accept(id: string, wish: AcceptWish): Accepted {
    return this.#acts.accept(id, wish);
  }

  /** What went wrong where the call itself went well. */
  #told(thrown: unknown): Failure {
    this.#options.faults.met(thrown);
    const condition = storeError(thrown);
    if (condition) this.#options.problem(condition);
    return toFailure(condition ?? thrown);
  }

  #did(event: AgentEvent): void {
    const { changed, mayAct, problem } = this.#options;
    changed();
    if (event.kind === 'act') {
      if (mayAct()) this.#acts.actAlone(event.suggestion);
    } else if (event.kind === 'run-failed') {
      const failure = storeError(event.error);
      if (failure) problem(failure);
    }
  }
}
