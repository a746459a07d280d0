import type { Stimulus } from '#shared/contract/domain/agent.ts';

/** What happens to a node that its agent notices. `peer` is a name, `proposal` a label such as P-3. */
export type LifeEvent =
  | { readonly kind: LifeWithPeer; readonly peer: string }
  | { readonly kind: LifeWithProposal; readonly proposal: string };

type LifeWithPeer =
  | 'message-arrived'
  | 'message-queued'
  | 'message-delivered'
  | 'message-failed'
  | 'peer-lost'
  | 'peer-away'
  | 'peer-back';
type LifeWithProposal = 'vote-called' | 'vote-decided';
export type LifeKind = LifeEvent['kind'];

interface Mapping {
  readonly type: 'auditory' | 'visual';
  /** How much it matters now. */
  readonly intensity: number;
  /** How little it was to be expected. */
  readonly novelty: number;
  readonly label: (subject: string) => string;
}

/**
 * Messages are heard, peers and votes are seen. A loss is felt most; what the node does itself is felt least. The
 * table is in docs/agent.md too; a test compares the two.
 */
export const LIFE_STIMULI: Readonly<Record<LifeKind, Mapping>> = {
  'message-arrived': {
    type: 'auditory',
    intensity: 0.6,
    novelty: 0.6,
    label: (peer) => `Message arrived from ${peer}`,
  },
  'message-queued': {
    type: 'auditory',
    intensity: 0.3,
    novelty: 0.2,
    label: (peer) => `Message queued for ${peer}`,
  },
  'message-delivered': {
    type: 'auditory',
    intensity: 0.4,
    novelty: 0.3,
    label: (peer) => `Message delivered to ${peer}`,
  },
  'message-failed': {
    type: 'auditory',
    intensity: 0.7,
    novelty: 0.5,
    label: (peer) => `Message to ${peer} failed`,
  },
  'peer-lost': { type: 'visual', intensity: 0.8, novelty: 0.7, label: (peer) => `Peer lost, ${peer}` },
  'peer-away': { type: 'visual', intensity: 0.6, novelty: 0.4, label: (peer) => `Peer still away, ${peer}` },
  'peer-back': { type: 'visual', intensity: 0.5, novelty: 0.6, label: (peer) => `Peer back, ${peer}` },
  'vote-called': {
    type: 'visual',
    intensity: 0.7,
    novelty: 0.8,
    label: (proposal) => `Vote called, ${proposal}`,
  },
  'vote-decided': {
    type: 'visual',
    intensity: 0.5,
    novelty: 0.5,
    label: (proposal) => `Vote decided, ${proposal}`,
  },
};

export function subjectOf(event: LifeEvent): string {
  return 'peer' in event ? event.peer : event.proposal;
}

/** The stimulus that an event is, and its name for people. */
export function stimulusOf(event: LifeEvent): { stimulus: Stimulus; label: string } {
  const { type, intensity, novelty, label } = LIFE_STIMULI[event.kind];
  return { stimulus: { type, intensity, novelty }, label: label(subjectOf(event)) };
}
