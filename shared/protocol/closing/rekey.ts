import { DAY_MS } from '../limits.ts';
import type { Ballot } from './ballot.ts';

interface Changing {
  readonly body: Pick<Ballot['body'], 'change'>;
}

/** Whose key a ballot changes by its recovery words: its machine may be gone, so nobody waits for it. */
export function recoveredBy({ body: { change } }: Changing): string | null {
  return change?.type === 'rekey' && change.versions.length > 1 ? change.scid : null;
}

/**
 * From when on a member does something about a ballot: versions that say they were made more than a day after now are
 * waited with. A version of the year 9999, by who took a key, would leave no later one. Null for what need not wait.
 */
export function actsFromMs({ body: { change } }: Changing): number | null {
  if (change?.type !== 'rekey') return null;
  // What cannot be read as a time is no version of a member, and the ballot not valid.
  const madeMs = change.versions.map(({ versionTime }) => Date.parse(String(versionTime)));
  return Math.max(...madeMs) - DAY_MS;
}

/** Whether a member leaves a ballot alone for now. */
export function isAheadOfTime(ballot: Changing, nowMs: number): boolean {
  return (actsFromMs(ballot) ?? nowMs) > nowMs;
}
