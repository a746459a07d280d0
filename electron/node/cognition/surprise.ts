import type { Episode } from '#shared/contract/domain/agent.ts';
import type { Forgets } from './hippocampus.ts';

/** So many of the newest are never forgotten: what happened today is remembered, however dull it was. */
export const ALWAYS_REMEMBERED = 100;

/** How far the reward was from the one that was expected. */
export function surpriseOf({ reward, expected }: Pick<Episode, 'reward' | 'expected'>): number {
  return expected === null ? 0 : Math.abs(reward - expected);
}

/** Of what is not new the least surprising is forgotten, and of those the oldest. */
export const forgetsDullest: Forgets = (episodes) => {
  let dullest = 0;
  for (let index = 1; index < episodes.length - ALWAYS_REMEMBERED; index += 1) {
    const here = episodes[index];
    const least = episodes[dullest];
    if (here && least && surpriseOf(here) < surpriseOf(least)) dullest = index;
  }
  return dullest;
};
