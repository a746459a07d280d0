import type { LifeMapping } from './agent.ts';

/**
 * How strong each is: how much it matters now; and how new: how little it was to be expected. Messages are heard, peers and votes are seen. A loss is felt most; what the node does itself is felt least. The
 * table is in docs/agent.md too; a test compares the two.
 */
export const LIFE_STIMULI: Readonly<LifeMapping> = {
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
