import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { Saying } from '#shared/protocol/saying.ts';

/** The connected peer that sends entries, whoever wrote them. */
export interface Bringer {
  readonly did: string;
  /** Multikey that it signs with, where that is known. */
  readonly key: string | null;
}

export interface Received {
  /** Entries that are applied now, causes first. */
  readonly applied: readonly GraphNode[];
  /** How many of the texts wait for others; they are kept in memory only. */
  readonly waiting: number;
  /** Hashes that they wait for. */
  readonly missing: readonly string[];
  readonly refused: readonly { readonly hash: string | null; readonly says: Saying }[];
}
