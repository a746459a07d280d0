import type { GraphNode } from '../log/entry-graph.ts';
import { type Ballot, type Ballots, causalPast } from './ballot.ts';
import { certificates } from './certificate.ts';

/** Per open, the ballots of its author that are not decided in its past. */
const known = new WeakMap<GraphNode, readonly Ballot[]>();

/** Ballots that the author of an entry opened before it, on its own branch, whose slots have no certificate in its past. */
export function stillOpen(ballots: Ballots, node: GraphNode): readonly Ballot[] {
  const latest = ballots
    .ballotsBy(node.entry.author)
    .findLast(({ open }) => node.prev !== null && ballots.graph.onBranch(open, node.prev));
  if (!latest) return [];
  // What was decided in the past of one's last open stays decided, so all before it need not be asked again.
  const before = [...(known.get(latest.open) ?? stillOpen(ballots, latest.open)), latest];
  const past = causalPast(ballots.graph, node);
  const open = before.filter(({ slot }) => certificates(ballots, past, slot).length === 0);
  known.set(node, open);
  return open;
}
