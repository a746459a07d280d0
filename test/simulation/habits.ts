/** How a node departs from the protocol without signing twice. */

import type { SignBody } from '#shared/closing/bodies.ts';
import { coordinatorOf } from '#shared/closing/coordinator.ts';
import { type Epoch, quorumSizes } from '#shared/closing/epoch.ts';
import type { Step } from '#shared/closing/next-step.ts';
import type { Counts } from './counts.ts';
import type { SimNode } from './sim-node.ts';

/** The highest that a sign may name. */
const LAST_ROUND = 1_000_000;

export interface Habits {
  /** Members whose closes it leaves out as coordinator. */
  readonly omits: Set<string>;
  mute: boolean;
  /** How many rounds ahead it signs; 0 for none. */
  far: number;
}

export function goodHabits(): Habits {
  return { omits: new Set(), mute: false, far: 0 };
}

/** What it writes in place of what the protocol asks for; null for nothing. */
export function adjustStep(node: SimNode, step: Step, counts: Counts): Step | null {
  const { omits, mute, far } = node.habits;
  if (step.kind !== 'sign' || (!mute && omits.size === 0 && far === 0)) return step;
  const { slot, ballot, round, closes } = step.body;
  const electorate = node.book.ballot(ballot)?.electorate;
  if (!electorate) return step;
  if (far > 0) {
    counts['signs in far rounds'] += 1;
    return { ...step, body: farBody(node, electorate, step.body, far) };
  }
  if (coordinatorOf(slot, electorate, round) !== node.author) return step;
  if (mute) {
    counts['turns passed in silence'] += 1;
    return null;
  }
  const kept = closes.filter((hash) => !omits.has(node.graph.get(hash)?.entry.author ?? ''));
  if (kept.length === closes.length || kept.length < quorumSizes(electorate).q) return step;
  counts['closes omitted'] += 1;
  return { ...step, body: { ...step.body, closes: kept } };
}

/** As coordinator of a round that nobody is in; far away, a set that nobody would sign. */
function farBody(node: SimNode, electorate: Epoch, body: SignBody, ahead: number): SignBody {
  const { slot, closes } = body;
  const { n, q } = quorumSizes(electorate);
  let round = Math.min(body.round + ahead, LAST_ROUND);
  // The nearest of its own turns: backwards from the last round, forwards from any other.
  const step = round === LAST_ROUND ? -1 : 1;
  while (coordinatorOf(slot, electorate, round) !== node.author) round += step;
  return { ...body, round, closes: ahead > 2 * n && closes.length > q ? closes.slice(1) : closes };
}
