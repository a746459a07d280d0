import type { Ballots } from '../closing/ballot.ts';
import type { MemberLogs } from '../closing/member-logs.ts';
import type { SignedEntry } from '../log/entry.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import { says } from '../saying.ts';
import { isBefore } from './check-proof.ts';
import { type DecisionProof, PROOF_ENTRIES_MAX, PROOF_FORMAT } from './decision-proof.ts';
import { gatherProof } from './gather-proof.ts';
import { NotShown } from './not-shown.ts';
import { shownDecision } from './shown-decision.ts';
import { ShownGraph } from './shown-graph.ts';

/** Trials of what can be spared cost a check of the rest each. */
const TRIED_MAX = 200_000;

/**
 * The proof of what a ballot came to.
 * @param signed the entry as it is held, with its signature if that holds
 * @throws {NotShown} with why there is none
 */
export function makeProof(
  ballots: Ballots,
  hash: string,
  logs: MemberLogs,
  signed: (node: GraphNode) => SignedEntry,
): DecisionProof {
  if (isBeyondProofs(ballots, hash)) throw new NotShown(says('error.proof.shown'));
  const { claim, needed, ways } = gatherProof(ballots, hash);
  const all = new Set([...needed, ...ways]);
  for (const node of all) {
    const cover = signed(node).signature === undefined ? coverOf(ballots, node) : null;
    if (cover) all.add(cover);
  }
  if (all.size > PROOF_ENTRIES_MAX)
    throw new NotShown(says('error.proof.large', { limit: PROOF_ENTRIES_MAX }));
  const spared = sparing(
    claim,
    logs,
    all,
    [...ways].filter((node) => !needed.has(node)),
  );
  const entries = inOrder(claim.cell, spared).map((node) => signed(node));
  return { format: PROOF_FORMAT, ...claim, entries };
}

/** Who entered a cell that branched off, and who left one, is told by entries that a proof does not reach back to. */
function isBeyondProofs(ballots: Ballots, hash: string): boolean {
  const ended = [...(ballots.ballot(hash)?.electorate.ended.values() ?? [])];
  return ballots.enters().length > 0 || ended.some(({ end, removal }) => end === removal);
}

/** The next entry of the feed under the same key, which vouches for one that has no signature of its own. */
function coverOf({ graph }: Ballots, { hash, entry }: GraphNode): GraphNode {
  const after = graph.at(entry.author, entry.gen, entry.seq + 1);
  const cover = after.find((next) => next.entry.prev === hash && next.entry.key === entry.key);
  if (!cover) throw new NotShown(says('error.proof.unsigned'));
  return cover;
}

/** Without those ways that are shown by the rest as well. */
function sparing(
  claim: Parameters<typeof shownDecision>[1],
  logs: MemberLogs,
  all: ReadonlySet<GraphNode>,
  ways: readonly GraphNode[],
): GraphNode[] {
  let kept = [...all];
  if (!isShown(claim, logs, kept)) throw new NotShown(says('error.proof.shown'));
  if (kept.length * ways.length > TRIED_MAX) return kept;
  for (const way of ways) {
    const rest = kept.filter((node) => node !== way);
    if (isShown(claim, logs, rest)) kept = rest;
  }
  return kept;
}

function isShown(
  claim: Parameters<typeof shownDecision>[1],
  logs: MemberLogs,
  nodes: readonly GraphNode[],
): boolean {
  try {
    shownDecision(new ShownGraph(claim.cell, inOrder(claim.cell, nodes)), claim, logs);
    return true;
  } catch {
    return false;
  }
}

/** Causes first, by the height among these. */
function inOrder(cell: string, nodes: readonly GraphNode[]): GraphNode[] {
  const byHash = new Map(nodes.map((node) => [node.hash, node]));
  const causal = [...nodes].sort((a, b) => a.height - b.height);
  const shown = new ShownGraph(cell, causal).nodes();
  const sorted = [...shown].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return sorted.map(({ hash }) => byHash.get(hash) as GraphNode);
}
