import type { RefusedCode } from '#shared/protocol/log/refusal.ts';
import type { VectorCell } from './vector-cell.ts';

/** A life of a cell from which a vector is made. */
export interface Scenario {
  /** What another implementation can learn from it. */
  readonly comment: string;
  /** Name of the scenario that it goes on from, whose entries are not repeated. */
  readonly base: string | null;
  readonly play: () => Played;
}

export interface Played {
  readonly cell: VectorCell;
  /** Whose copy of the log the vector is. */
  readonly view: string;
  /** Hash -> what is to be seen in this entry. */
  readonly notes?: ReadonlyMap<string, string>;
  readonly refused?: readonly RefusedEntry[];
}

/** A signed entry that is refused for good by whoever holds all the others. */
export interface RefusedEntry {
  readonly note: string;
  readonly code: RefusedCode;
  readonly text: string;
}
