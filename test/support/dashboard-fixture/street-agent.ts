/** The agent of alice: its last cycles, and what came of what it did. */
import type { Episode, Lived } from '#shared/contract/domain/agent.ts';
import { type ActOutcome, DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import type { AgentState } from '#shared/contract/domain/agent-state.ts';
import { LIFE_STIMULI } from '#shared/contract/domain/life-stimuli.ts';
import { labelOf } from '../../../electron/node/cognition/lived.ts';
import { OWN_DIGEST } from './street.ts';

const MINUTE = 60_000;

const VALENCE = [
  0.5, 0.51, 0.525, 0.537, 0.54, 0.55, 0.558, 0.566, 0.56, 0.55, 0.535, 0.52, 0.515, 0.525, 0.54, 0.553, 0.56,
  0.565, 0.575, 0.58, 0.583, 0.576, 0.57, 0.57,
];
const AROUSAL = [
  0.3, 0.33, 0.35, 0.365, 0.36, 0.37, 0.392, 0.415, 0.44, 0.47, 0.49, 0.482, 0.46, 0.44, 0.425, 0.41, 0.4,
  0.395, 0.4, 0.41, 0.405, 0.408, 0.41, 0.41,
];
const DOPAMINE = [
  0.5, 0.51, 0.525, 0.535, 0.543, 0.555, 0.567, 0.583, 0.58, 0.56, 0.533, 0.51, 0.497, 0.503, 0.52, 0.54,
  0.556, 0.568, 0.585, 0.602, 0.606, 0.605, 0.61, 0.612,
];
const STILL_AWAY: Lived = { kind: 'peer-away', subject: 'bob' };
const LIVED: Readonly<Record<number, Lived>> = {
  10: { kind: 'peer-lost', subject: 'bob' },
  21: { kind: 'message-arrived', subject: 'dave' },
  22: { kind: 'message-queued', subject: 'bob' },
  23: STILL_AWAY,
};
const labelled = (lived: Lived | undefined) => ({
  label: lived ? labelOf(lived) : null,
  lived: lived ?? null,
});
const CHOICES = ['explore', 'explore', 'wait', 'signal'] as const;

export function streetAgent(nowMs: number): AgentState {
  const lastCycle = 214;
  const recent: Episode[] = VALENCE.map((valence, index) => ({
    cycle: lastCycle - 23 + index,
    atMs: nowMs - (index === 23 ? 11 : (23 - index) * 14) * MINUTE,
    stimulus: {
      type: index % 2 === 0 ? 'visual' : 'auditory',
      intensity: [0.5, 0.4, 0.3, 0.6][index % 4] ?? 0.5,
      novelty: [0.6, 0.5, 0.2, 0.4][index % 4] ?? 0.5,
    },
    ...labelled(LIVED[index]),
    valence,
    arousal: AROUSAL[index] ?? 0.4,
    dopamine: DOPAMINE[index] ?? 0.5,
    reward: Math.round((valence + 0.04) * 1000) / 1000,
    expected: 0.58,
    action: CHOICES[index % 4] ?? 'wait',
    probabilities: { signal: 0.38, explore: 0.27, wait: 0.19, conserve: 0.16 },
  }));
  return {
    autonomy: 'suggest',
    cycle: lastCycle,
    valence: 0.57,
    arousal: 0.41,
    dopamine: 0.612,
    predictedReward: 0.58,
    episodeCount: lastCycle,
    recent,
    suggestion: {
      id: 's-1',
      kind: 'message',
      text: 'bob has been away since 14:40. Does anyone know more?',
      action: 'signal',
      probability: 0.38,
      noticed: { type: 'visual', ...labelled(STILL_AWAY) },
      atMs: nowMs - 11 * MINUTE,
      cycle: lastCycle,
      digest: OWN_DIGEST,
      held: null,
    },
    outcomes: streetOutcomes(nowMs),
    run: null,
    policy: { name: 'softmax', version: 1 },
    budget: DEFAULT_BUDGET,
    braked: false,
    mapping: { ...LIFE_STIMULI },
  };
}

const CAME = [
  ['message-acknowledged', 0.7, 0.55, 196],
  ['message-answered', 1, 0.566, 198],
  ['message-expired', 0.2, 0.609, 203],
  ['message-acknowledged', 0.7, 0.568, 207],
  ['proposal-passed', 1, 0.581, 211],
] as const;

export function streetOutcomes(nowMs: number): ActOutcome[] {
  return CAME.map(([outcome, reward, expected, cycle], index) => ({
    subject: `act-${index}`,
    outcome,
    atMs: nowMs - (CAME.length - index) * 47 * MINUTE,
    cycle,
    reward,
    expected,
    dopamine: DOPAMINE[cycle - 191] ?? 0.6,
  }));
}
