/** How a node departs from the protocol without signing twice. */
import { coordinatorOf } from '#shared/closing/coordinator.ts';
import { quorumSizes } from '#shared/closing/epoch.ts';
import { knownCloses } from '#shared/closing/known.ts';
import type { Step } from '#shared/closing/next-step.ts';
import type { SimNode } from './sim-node.ts';

export interface Habits {
  /** Members whose closes it leaves out as coordinator. */
  readonly omits: Set<string>;
  mute: boolean;
}

export function goodHabits(): Habits {
  return { omits: new Set(), mute: false };
}

/** What it writes in place of what the protocol asks for; null for nothing. */
export function adjustStep(node: SimNode, step: Step): Step | null {
  const { omits, mute } = node.habits;
  if (step.kind !== 'sign' || (!mute && omits.size === 0)) return step;
  const { slot, ballot, round, closes } = step.body;
  const electorate = node.book.ballot(ballot)?.electorate;
  if (!electorate || coordinatorOf(slot, electorate, round) !== node.author) return step;
  if (mute) return null;
  const kept = closes.filter((hash) => !omits.has(node.graph.get(hash)?.entry.author ?? ''));
  return kept.length < quorumSizes(electorate).q ? step : { ...step, body: { ...step.body, closes: kept } };
}

/** Signs all closes it knows, as coordinator of a round that nobody is in. */
export function signFar(node: SimNode, rounds: number): void {
  for (const slot of node.book.slots()) {
    const ballot = node.book.ballotsIn(slot).find(({ open }) => node.isAhead(open));
    if (!ballot) continue;
    const closes = [...knownCloses(node.book, ballot, (close) => node.isAhead(close)).values()].sort();
    const { n, q } = quorumSizes(ballot.electorate);
    if (closes.length < q) continue;
    let round = Math.min(node.round(slot) + rounds, 1_000_000);
    for (let i = 0; i < n && coordinatorOf(slot, ballot.electorate, round) !== node.author; i += 1)
      round -= 1;
    node.write('sign', { slot, ballot: ballot.open.hash, round, closes });
  }
}
