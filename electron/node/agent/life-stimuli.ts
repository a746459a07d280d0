import type { LifeKind, Stimulus } from '#shared/contract/domain/agent.ts';
import { labelOf } from '../cognition/lived.ts';

/** What happens to a node that its agent notices. `peer` is a name, `proposal` a label such as P-3. */
export type LifeEvent =
  | { readonly kind: LifeWithPeer; readonly peer: string }
  | { readonly kind: LifeWithProposal; readonly proposal: string };

type LifeWithPeer = Exclude<LifeKind, LifeWithProposal>;
type LifeWithProposal = 'vote-called' | 'vote-decided';

interface Mapping {
  readonly type: 'auditory' | 'visual';
  /** How much it matters now. */
  readonly intensity: number;
  /** How little it was to be expected. */
  readonly novelty: number;
}

/**
 * Messages are heard, peers and votes are seen. A loss is felt most; what the node does itself is felt least. The
 * table is in docs/agent.md too; a test compares the two.
 */
export const LIFE_STIMULI: Readonly<Record<LifeKind, Mapping>> = {
  'message-arrived': { type: 'auditory', intensity: 0.6, novelty: 0.6 },
  'message-queued': { type: 'auditory', intensity: 0.3, novelty: 0.2 },
  'message-delivered': { type: 'auditory', intensity: 0.4, novelty: 0.3 },
  'message-failed': { type: 'auditory', intensity: 0.7, novelty: 0.5 },
  'peer-lost': { type: 'visual', intensity: 0.8, novelty: 0.7 },
  'peer-away': { type: 'visual', intensity: 0.6, novelty: 0.4 },
  'peer-back': { type: 'visual', intensity: 0.5, novelty: 0.6 },
  'vote-called': { type: 'visual', intensity: 0.7, novelty: 0.8 },
  'vote-decided': { type: 'visual', intensity: 0.5, novelty: 0.5 },
};

export function subjectOf(event: LifeEvent): string {
  return 'peer' in event ? event.peer : event.proposal;
}

/** The stimulus that an event is, and the label under which it is remembered. */
export function stimulusOf(event: LifeEvent): { stimulus: Stimulus; label: string } {
  const { kind } = event;
  return { stimulus: { ...LIFE_STIMULI[kind] }, label: labelOf({ kind, subject: subjectOf(event) }) };
}
