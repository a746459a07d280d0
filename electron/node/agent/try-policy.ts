import type { Action, Episode } from '#shared/contract/domain/agent.ts';
import type { PolicySpec } from '#shared/contract/domain/policy.ts';
import { policyOf } from '../cognition/policy/policy-of.ts';

export interface TriedPolicy {
  /** Episodes that were looked at. */
  readonly of: number;
  /** How often each action would have been chosen. */
  readonly times: Readonly<Record<Action, number>>;
  /** The cycles in which something else was chosen then, newest first. */
  readonly otherwise: { readonly cycle: number; readonly action: Action }[];
}

/**
 * What a policy would have chosen in episodes that are remembered, in the mood that was then. `draw` gives the random
 * number of a cycle: where it was kept the same one, so that only the policy differs.
 */
export function tryPolicy(
  spec: PolicySpec,
  episodes: readonly Episode[],
  { draw, minuteOf }: { draw: (cycle: number) => number; minuteOf: (atMs: number) => number },
): TriedPolicy {
  const policy = policyOf(spec);
  const times = { explore: 0, wait: 0, signal: 0, conserve: 0 };
  const otherwise: { cycle: number; action: Action }[] = [];
  for (const episode of episodes) {
    const { cycle, atMs, stimulus, valence, arousal, dopamine } = episode;
    const lived = episode.lived && 'subject' in episode.lived ? episode.lived : null;
    const emotion = { valence, arousal, dopamine };
    const { action } = policy.choose({ emotion, ...stimulus, lived, minute: minuteOf(atMs) }, draw(cycle));
    times[action] += 1;
    if (action !== episode.action) otherwise.unshift({ cycle, action });
  }
  return { of: episodes.length, times, otherwise };
}
