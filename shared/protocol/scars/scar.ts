import { type Ballots, everything } from '../closing/ballot.ts';
import { isAfterEnd } from '../closing/ended.ts';
import type { Epoch } from '../closing/epoch.ts';
import { compareCausally, type GraphNode } from '../log/entry-graph.ts';
import type { Scars } from './scar-rules.ts';

export interface ScarNote {
  readonly note: GraphNode;
  /** Approvals by others, the first one first. */
  readonly heals: readonly GraphNode[];
}

/** What was said of a decision that failed. */
export interface Scar {
  /** In canonical order. */
  readonly notes: readonly ScarNote[];
  /** The first that somebody else approved, or null while it is open. */
  readonly recovered: ScarNote | null;
}

/**
 * The scar that a failed ballot is, in an epoch: what a removed member, or a lost machine, wrote after its certified end
 * does not count, on neither side.
 */
export function scarOf(book: Ballots & Scars, epoch: Epoch, ballot: string): Scar {
  const counts = (node: GraphNode): boolean => !isAfterEnd(book.graph, epoch, node, everything);
  const counted = (nodes: readonly GraphNode[]): GraphNode[] => nodes.filter(counts).sort(compareCausally);
  const notes = counted(book.scarNotes(ballot)).map((note) => ({
    note,
    heals: counted(book.scarHeals(note.hash)),
  }));
  const healed = notes.filter(({ heals }) => heals.length > 0);
  const first = (one: ScarNote): GraphNode => one.heals[0] as GraphNode;
  return { notes, recovered: healed.sort((a, b) => compareCausally(first(a), first(b)))[0] ?? null };
}
