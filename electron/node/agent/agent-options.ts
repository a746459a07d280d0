import type { Episode, Suggestion } from '#shared/contract/domain/agent.ts';
import type { Brake } from '#shared/contract/domain/agent-act.ts';
import type { BrainStore } from '../cognition/brain-store.ts';
import type { Store } from '../store/store.ts';
import type { Schedule } from './stimulus-run.ts';

export type AgentEvent =
  | { readonly kind: 'changed' }
  | { readonly kind: 'cycled'; readonly episode: Episode }
  /** The operator lets the agent act, and this is what it does. Whoever composes the node carries it out. */
  | { readonly kind: 'act'; readonly suggestion: Suggestion }
  /** A run ended because a cycle could not be stored. */
  | { readonly kind: 'run-failed'; readonly error: unknown };

export interface AgentServiceOptions {
  store: Store;
  brainStore: BrainStore;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** Gives numbers in [0, 1). */
  random?: () => number;
  /** Minutes after midnight at such a moment, where the operator is. */
  minuteOf?: (atMs: number) => number;
  observe?: (event: AgentEvent) => void;
  schedule?: Schedule;
  /** What the node can carry out now; other suggestions are not made. */
  suggests?: () => readonly Suggestion['kind'][];
  /** Why the agent may not do this by itself now; null if it may. */
  brake?: (suggestion: Suggestion) => Brake | null;
}
