/** Endorsements that count, and the day of each: a pure fold over the log. */
import type { Past } from '../closing/ballot.ts';
import { isAfterEnd } from '../closing/ended.ts';
import type { Epoch } from '../closing/epoch.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { EndorsementEntry, TrustedLog } from './trust-book.ts';

/** In the state of a cell: all integers and hashes. */
export interface CountedEndorsement {
  readonly source: string;
  readonly target: string;
  /** Thousandths, 1 to 1000; of what was taken along from another cell up to 1 000 000. */
  readonly strength: number;
  readonly receipt: string;
  /** Where the target is somebody of another cell, to which there is a bridge. */
  readonly cell?: string;
}

/**
 * Endorsements of one pair add up; a strength of 0 takes back those in its past. What a former member wrote after
 * its certified end does not count, nor what was said of somebody of another cell under another bridge than the one in
 * force. Ordered by target, source and receipt.
 */
export function countedEndorsements(book: TrustedLog, within: Past, epoch: Epoch): CountedEndorsement[] {
  const { graph, trust } = book;
  const counted = trust
    .endorsements()
    .filter(({ node }) => within(node) && !isAfterEnd(graph, epoch, node, within));
  const withdrawals = new Map<string, GraphNode[]>();
  for (const entry of counted) {
    if (entry.body.strength > 0) continue;
    const pair = pairOf(entry);
    withdrawals.set(pair, [...(withdrawals.get(pair) ?? []), entry.node]);
  }
  return counted
    .filter((entry) => entry.body.strength > 0 && !isWithdrawn(graph, entry, withdrawals.get(pairOf(entry))))
    .filter(({ bridge }) => bridge === null || epoch.bridges.some(({ ballot }) => ballot === bridge))
    .map(({ node, body }) => ({
      source: node.entry.author,
      target: body.member,
      strength: body.strength,
      receipt: node.hash,
      ...(body.cell === undefined ? {} : { cell: body.cell }),
    }))
    .concat(
      carriedEndorsements(book).filter(({ source, target }) => !withdrawals.has(`${source}/${target}/`)),
    )
    .sort(
      (a, b) =>
        compareText(a.target, b.target) ||
        compareText(a.source, b.source) ||
        compareText(a.receipt, b.receipt),
    );
}

/** What a cell that branched off took along: one row for each pair, with the founding entry as its receipt. */
function carriedEndorsements({ graph, trust }: TrustedLog): CountedEndorsement[] {
  const { members = [], trust: rows = [] } = trust.carried ?? {};
  return rows.flatMap(([from, to, strength]) => {
    const [source, target] = [members[from]?.scid, members[to]?.scid];
    return source && target ? [{ source, target, strength, receipt: graph.cell }] : [];
  });
}

function pairOf({ node, body }: EndorsementEntry): string {
  return `${node.entry.author}/${body.member}/${body.cell ?? ''}`;
}

function isWithdrawn(graph: EntryGraph, { node }: EndorsementEntry, by: readonly GraphNode[] = []): boolean {
  return by.some((withdrawal) => graph.inPast(node, withdrawal));
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
