import type { GraphNode } from '../log/entry-graph.ts';
import type { Decidable } from './ballot.ts';
import { baseOf, epochTips, isMember, lastGenIn } from './epoch.ts';
import { newestEnd } from './newest-end.ts';

export interface FirstPlace {
  /** After the newest entry of its feed that the certificate knew, or after none. */
  readonly prev: GraphNode | null;
  readonly gen: number;
}

/**
 * The one place at which an author goes on whose machine was lost, or null for whoever goes on as usual: with a `restored`
 * there, and with nothing before it. `head`: its newest entry under keys that it holds; `parents`: what it would cite.
 */
export function firstPlace(
  book: Decidable,
  me: string,
  head: GraphNode | null,
  parents: readonly GraphNode[],
): FirstPlace | null {
  if (parents.length === 0) return null;
  const { graph } = book;
  const epoch = book.epochAt(parents);
  const gen = baseOf(epoch, me);
  if (!isMember(epoch, me) || gen === 0) return null;
  // One that was written without knowing of the loss is of the lost feed, whatever generation it says.
  if (head && head.entry.gen >= gen && baseOf(book.epochAt([head]), me) === gen) return null;
  const lost = epoch.lives.findLast(
    (life) => life.scid === me && life.gen === 0 && 1 + (lastGenIn(graph, life.closes, me) ?? 0) === gen,
  );
  return { prev: lost ? newestEnd(epochTips(graph, lost).get(me) ?? []) : null, gen };
}
