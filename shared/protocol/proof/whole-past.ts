import type { Ballot, Closure } from '../closing/ballot.ts';
import { says } from '../saying.ts';
import { Broken } from './broken.ts';
import type { ShownGraph, ShownNode } from './shown-graph.ts';
import type { ShownNames } from './shown-names.ts';

/**
 * Requires that of the past of certified closes everything is shown that can be about the ballot. What is not shown to
 * lie before its `open` may come after it: so its causes must be there, until they are shown to lie before, or are the
 * `open` itself. Then no vote is left out, nor a close that makes one void.
 * @throws {Broken} naming the receipt whose cause is missing
 */
export function requireWhole(graph: ShownGraph, names: ShownNames, ballot: Ballot, closure: Closure): void {
  const open = ballot.open as ShownNode;
  const before = graph.past(open);
  const seen = new Set<ShownNode>();
  for (const hash of closure.closes) seen.add(graph.get(hash) as ShownNode);
  for (const node of seen) {
    if (before.has(node) || node.hash === graph.cell) continue;
    const [lacking] = node.lacking;
    if (lacking !== undefined) {
      const [receipt, hash] = [names.receipt(node.entry), lacking.slice(0, 12)];
      throw new Broken(says('proof.broken.cause', { receipt, hash }));
    }
    for (const parent of node.parents) seen.add(parent);
  }
}
