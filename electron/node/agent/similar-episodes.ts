import type { Episode } from '#shared/contract/domain/agent.ts';

export interface Near {
  readonly episode: Episode;
  /** From 0, for the same again. */
  readonly distance: number;
}

/** What was lived weighs as much as any number can: another kind of event is another thing. */
const OTHER_KIND = 1;
const OTHER_SUBJECT = 0.25;

/**
 * How far two episodes are from each other: the Euclidean distance of what was noticed and of the mood it left (each
 * from 0 to 1), and what was lived.
 */
export function distanceOf(a: Episode, b: Episode): number {
  const squares = [
    a.stimulus.intensity - b.stimulus.intensity,
    a.stimulus.novelty - b.stimulus.novelty,
    a.valence - b.valence,
    a.arousal - b.arousal,
    a.dopamine - b.dopamine,
  ].reduce((sum, difference) => sum + difference * difference, 0);
  return Math.sqrt(squares) + kindsApart(a, b);
}

function kindsApart(a: Episode, b: Episode): number {
  if (a.stimulus.type !== b.stimulus.type || a.lived?.kind !== b.lived?.kind) return OTHER_KIND;
  const subjects = [a, b].map(({ lived }) => (lived && 'subject' in lived ? lived.subject : null));
  return subjects[0] === subjects[1] ? 0 : OTHER_SUBJECT;
}

/** The `count` nearest of what is remembered, nearest first, without itself; of equals the newer first. */
export function nearest(to: Episode, remembered: readonly Episode[], count: number): Near[] {
  return remembered
    .filter(({ cycle }) => cycle !== to.cycle)
    .map((episode) => ({ episode, distance: distanceOf(to, episode) }))
    .sort((a, b) => a.distance - b.distance || b.episode.cycle - a.episode.cycle)
    .slice(0, count);
}
