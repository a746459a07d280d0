import { pastOf } from '../closing/ballot.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { Fork } from '../closing/fork-body.ts';
import { type Entry, type HashedEntry, ZERO_HASH } from '../log/entry.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { dayOf } from '../trust/endorsement-day.ts';
import type { BranchJudge } from './branch-rule.ts';
import { carriedBalance, carriedTrust } from './carried.ts';

export interface ForkSource extends BranchJudge {
  epochAt(nodes: readonly GraphNode[]): Epoch;
  draftedUpTo(nodes: readonly GraphNode[]): number;
}

/** Who goes, and by when. */
export interface ForkWish {
  /** SCIDs of members, the founder among them. */
  readonly listed: readonly string[];
  /** `at` of the founding entry. */
  readonly atMs: number;
  readonly slots: Fork['slots'];
}

/** What a branch takes along of all that an entry with these parents has in its past. */
export function forkOf(
  book: ForkSource,
  parents: readonly GraphNode[],
  { listed, atMs, slots }: ForkWish,
): Fork {
  const within = pastOf(book.graph, parents);
  const epoch = book.epochAt(parents);
  const going = epoch.members.filter(({ scid }) => listed.includes(scid));
  const day = dayOf(atMs);
  const members = going.map(({ scid, alias, didLog }) => ({
    scid,
    alias,
    key: book.logs.signingKey(scid, didLog) ?? '',
    balance: carriedBalance(book, scid, within, epoch),
  }));
  const trust = carriedTrust(
    book,
    members.map(({ scid }) => scid),
    day,
    within,
    epoch,
  );
  return { parent: book.graph.cell, day, number: book.draftedUpTo(parents), members, trust, slots };
}

export interface Entering {
  readonly scid: string;
  /** Multikey, as it is listed. */
  readonly key: string;
  /** Follows from key and cell (docs/protocol.md), so that there is one such entry. */
  readonly nonce: string;
  /** That of the parent's epoch at the `branch`. */
  readonly didLog: readonly unknown[];
}

/** The one `enter` of somebody who is listed; not signed yet. */
export function enterEntry({ hash, entry }: HashedEntry, { scid, key, nonce, didLog }: Entering): Entry {
  const isFounder = scid === entry.author;
  return {
    v: 1,
    cell: hash,
    author: scid,
    gen: 0,
    seq: isFounder ? 1 : 0,
    prev: isFounder ? hash : ZERO_HASH,
    seen: isFounder ? {} : { [entry.author]: hash },
    at: entry.at,
    kind: 'enter',
    body: isFounder ? { nonce } : { nonce, didLog: [...didLog] },
    key,
  };
}
