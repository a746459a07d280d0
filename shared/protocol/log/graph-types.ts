import type { Saying } from '../saying.ts';
import type { Entry, HashedEntry } from './entry.ts';
import type { Refusal, RefusedCode, UnjudgedCode } from './refusal.ts';

/** An entry whose causal past is present. */
export interface GraphNode extends HashedEntry {
  readonly prev: GraphNode | null;
  readonly parents: readonly GraphNode[];
  /** 1 + the highest height among its parents: with the hash, the canonical causal order. */
  readonly height: number;
  /** Number of entries before it on its own branch. */
  readonly depth: number;
  /**
   * How many versions its author's DID log has in the epoch of its parents: under the key of the last one it stands. Who
   * is no member there goes on in the version that it had.
   */
  readonly version: number;
  /** Per author, the newest entries of its causal past, itself included: one, or several once the author branched. */
  readonly tips: ReadonlyMap<string, readonly GraphNode[]>;
}

/** As what somebody writes after some entries. */
export interface Standing {
  /** `GraphNode.version` of what it writes. */
  readonly version: number;
  /** The least generation in which it writes, once it has lost its machine; else 0 (`Member.base`). */
  readonly base: number;
}

/** Of the author of an entry with these parents, of which `prev` is the one before it in its feed. */
export type StandingOf = (author: string, prev: GraphNode | null, parents: readonly GraphNode[]) => Standing;

export type Refused = Refusal<RefusedCode | UnjudgedCode>;

export type AddOutcome =
  | { readonly kind: 'applied'; readonly nodes: readonly GraphNode[] }
  | { readonly kind: 'waiting'; readonly missing: readonly string[] }
  | { readonly kind: 'known' }
  /** It would have to wait, and whoever brought it has no room left: it may come again. */
  | { readonly kind: 'crowded'; readonly says: Saying }
  | ({ readonly kind: 'refused' } & Refused);

export interface GraphHooks {
  /** Why an entry must not be taken, or null; pure, and judged from its causal past alone. */
  readonly authorise?: (added: HashedEntry, parents: readonly GraphNode[]) => Refused | null;
  /** Whether its author is somebody who may write here, as far as is known now, and signed it; default: yes. */
  readonly isWriter?: (entry: Entry) => boolean;
  /**
   * Why an entry that has waited is not kept after all, or null: what it was when it came says little of what is here
   * now. It is forgotten and may come again.
   */
  readonly excess?: (added: HashedEntry) => Saying | null;
  /**
   * Called as each entry is applied, before any that follows it is looked at. An entry for which this throws is
   * refused as if it had never been here: a hook that throws has left nothing of it behind.
   */
  readonly applied?: (node: GraphNode) => void;
}
