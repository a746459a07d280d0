import type { Past } from '../closing/ballot.ts';
import { isAfterEnd } from '../closing/ended.ts';
import type { Epoch } from '../closing/epoch.ts';
import { issuedRoot } from '../credentials/issued-tree.ts';
import { bitsOf, hashOfBits } from '../credentials/list-bits.ts';
import type { EntryGraph, GraphNode } from '../log/entry-graph.ts';
import type { FiledIssue, IssuingBook } from './issuing-book.ts';

export interface IssuingLog {
  readonly graph: EntryGraph;
  readonly issuing: IssuingBook;
}

/** What somebody issued and revoked, as a standing and the state of the cell name it. */
export interface IssuedAndRevoked {
  /** Root of the tree of its issues. */
  readonly issued: string;
  /** SHA-256 of the 16 384 bytes of its list. */
  readonly revoked: string;
}

/** Of an author the issues that count: none that it wrote after a certified end of its feed, or of a life of it. */
export function countedIssues(log: IssuingLog, author: string, within: Past, epoch: Epoch): FiledIssue[] {
  return log.issuing.issuesBy(author).filter(({ node }) => isCounted(log, node, within, epoch));
}

/** The places that it revoked, ascending, each once: whatever it issued there. */
export function countedRevokes(log: IssuingLog, author: string, within: Past, epoch: Epoch): number[] {
  const counted = log.issuing.revokesBy(author).filter(({ node }) => isCounted(log, node, within, epoch));
  return [...new Set(counted.map(({ index }) => index))].sort((a, b) => a - b);
}

export function issuedAndRevoked(
  log: IssuingLog,
  author: string,
  within: Past,
  epoch: Epoch,
): IssuedAndRevoked {
  return {
    issued: issuedRoot(countedIssues(log, author, within, epoch)),
    revoked: hashOfBits(bitsOf(countedRevokes(log, author, within, epoch))),
  };
}

/** By SCID, of everybody of whom an issue counts, member or not. */
export function issuers(log: IssuingLog, within: Past, epoch: Epoch): Record<string, IssuedAndRevoked> {
  const those = log.issuing
    .issuers()
    .filter((author) => log.issuing.issuesBy(author).some(({ node }) => isCounted(log, node, within, epoch)));
  return Object.fromEntries(
    those.sort().map((author) => [author, issuedAndRevoked(log, author, within, epoch)]),
  );
}

export function isCounted({ graph }: IssuingLog, node: GraphNode, within: Past, epoch: Epoch): boolean {
  return within(node) && !isAfterEnd(graph, epoch, node, within);
}
