import { DEFAULT_SETTINGS } from './settings.ts';
import type { Slices } from './snapshot.ts';

/** What is shown before the node has said anything. */
export const INITIAL_SLICES: Slices = {
  phase: 'starting',
  me: null,
  online: true,
  network: true,
  problem: null,
  keychainAvailable: false,
  settings: DEFAULT_SETTINGS,
  peers: [],
  formerPeers: [],
  threads: [],
  queue: { waiting: 0, oldestAtMs: null, waitingFor: [] },
  agent: {
    autonomy: 'suggest',
    cycle: 0,
    valence: 0.5,
    arousal: 0.3,
    dopamine: 0.5,
    predictedReward: 0.5,
    episodeCount: 0,
    recent: [],
    suggestion: null,
    run: null,
  },
  cell: null,
  joining: null,
  holdings: null,
  proposals: [],
  proposalCounts: { draft: 0, review: 0, voting: 0, decided: 0, mine: 0 },
  trust: null,
  passes: [],
  passHours: [],
};
