import type { LifeKind, LifeMapping, Stimulus } from '#shared/contract/domain/agent.ts';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { labelOf } from '../cognition/lived.ts';

/** What happens to a node that its agent notices. `peer` is a name, `proposal` a label such as P-3. */
export type LifeEvent =
  | { readonly kind: LifeWithPeer; readonly peer: string }
  | { readonly kind: LifeWithProposal; readonly proposal: string };

type LifeWithPeer = Exclude<LifeKind, LifeWithProposal>;
type LifeWithProposal = 'vote-called' | 'vote-decided';

export function subjectOf(event: LifeEvent): string {
  return 'peer' in event ? event.peer : event.proposal;
}

/** The stimulus that an event is, and the label under which it is remembered. */
export function stimulusOf(
  event: LifeEvent,
  mapping: LifeMapping = LIFE_STIMULI,
): { stimulus: Stimulus; label: string } {
  const { kind } = event;
  return { stimulus: { ...mapping[kind] }, label: labelOf({ kind, subject: subjectOf(event) }) };
}
