import { z } from 'zod';
import { LifeMapping } from '#shared/contract/domain/agent.ts';
import { AgentBudget, DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { PolicySpec } from '#shared/contract/domain/policy.ts';
import { SOFTMAX } from '../cognition/policy/softmax.ts';
import type { Store } from '../store/store.ts';

/** What can be chosen, and what holds until something is, or where what stands in the database is not read. */
const CHOICES = {
  policy: PolicySpec.catch(SOFTMAX.spec),
  budget: AgentBudget.catch(DEFAULT_BUDGET),
  braked: z.boolean().catch(false),
  mapping: LifeMapping.catch({ ...LIFE_STIMULI }),
} as const;

type Choices = { readonly [Name in keyof typeof CHOICES]: z.infer<(typeof CHOICES)[Name]> };

/** How the operator lets the agent choose, feel and act. */
export class AgentChoices {
  readonly #store: Store;
  readonly #put;
  readonly #drop;
  #now: Choices;

  constructor(store: Store) {
    this.#store = store;
    const { db } = store;
    this.#put = db.prepare(
      'INSERT INTO agent_choice (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    this.#drop = db.prepare('DELETE FROM agent_choice WHERE name = ?');
    const rows = db.prepare('SELECT name, value FROM agent_choice').raw().all() as [string, string][];
    this.#now = read(new Map(rows));
  }

  get now(): Choices {
    return this.#now;
  }

  /** Stops it now. What is to hold over a restart is stored after that, which a full disk refuses. */
  brake(): void {
    this.#now = { ...this.#now, braked: true };
  }

  /** @param value null for what holds until something is chosen */
  choose<Name extends keyof Choices>(name: Name, value: Choices[Name] | null): void {
    this.#store.transaction(() => {
      if (value === null) this.#drop.run(name);
      else this.#put.run(name, JSON.stringify(value));
    });
    this.#now = { ...this.#now, [name]: value ?? CHOICES[name].parse(undefined) };
  }
}

function read(rows: ReadonlyMap<string, string>): Choices {
  const kept = (name: keyof Choices): unknown => {
    try {
      return JSON.parse(rows.get(name) ?? 'null');
    } catch {
      return null;
    }
  };
  return {
    policy: CHOICES.policy.parse(kept('policy')),
    budget: CHOICES.budget.parse(kept('budget')),
    braked: CHOICES.braked.parse(kept('braked')),
    mapping: CHOICES.mapping.parse(kept('mapping')),
  };
}
