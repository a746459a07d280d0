import { isAttestedOn } from '#shared/protocol/bridges/attest-rule.ts';
import type { FiledStatement } from '#shared/protocol/bridges/bridge-book.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { DAY_MS, HOUR_MS } from '#shared/protocol/limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { dayOf } from '#shared/protocol/log/feed-bounds.ts';
import { says } from '#shared/protocol/saying.ts';
import { NO_WISH, type Reacted, type ReactionState, type Wish } from './reaction.ts';

export const ATTESTING = says('fault.attesting');

export interface AttestingMemory {
  /** How many statements were looked at. */
  readonly looked: number;
  /** Hashes of those that may still be attested. */
  readonly left: readonly string[];
}

export const NOTHING_ATTESTED: AttestingMemory = { looked: 0, left: [] };

/** Days that a statement may be behind this node's, and ahead of it. */
const BEHIND_MAX = 7;
const AHEAD_MAX = 1;

/**
 * Attests what the cell says outwards, this member's own words too, unless they leave out what was here a day before
 * they came. Newer receipts are no reason: there are always some on their way.
 */
export function attestStatements(
  state: ReactionState,
  { looked, left }: AttestingMemory,
): Reacted & { readonly memory: AttestingMemory } {
  const { book, me, head, tips, nowMs } = state;
  const statements = book.bridges.statements();
  const open = [...left, ...statements.slice(looked).map(({ node }) => node.hash)];
  if (open.length === 0) return { ...NO_WISH, memory: { looked: statements.length, left: [] } };
  const isHere = isMember(book.epochAt([...tips.values()].flat()), me);
  const today = dayOf(nowMs);
  const wishes: Wish[] = [];
  let wakeAtMs: number | null = null;
  const stillLeft = open.filter((hash) => {
    const said = book.bridges.statement(hash);
    if (!said || !isHere || said.body.day < today - BEHIND_MAX) return false;
    if (isAttestedOn(book, head, hash) || !isWhole(state, said)) return false;
    const fromMs = (said.body.day - AHEAD_MAX) * DAY_MS;
    if (nowMs < fromMs) wakeAtMs = Math.min(wakeAtMs ?? fromMs, fromMs);
    else if (book.graph.covers(tips, said.node))
      wishes.push({ do: 'write', kind: 'attest', body: { statement: hash }, why: ATTESTING });
    return true;
  });
  return { ...NO_WISH, wishes, wakeAtMs, memory: { looked: statements.length, left: stillLeft } };
}

/** Whether it has in its past what this node had stored a day before it, and the epoch that this node knew an hour before. */
function isWhole({ book, tips, storedAtMs }: ReactionState, { node }: FiledStatement): boolean {
  const { graph } = book;
  const cameAtMs = storedAtMs(node.hash);
  const known: GraphNode[] = [];
  for (const tip of [...tips.values()].flat()) {
    let at: GraphNode | null = tip;
    for (; at && !graph.inPast(at, node); at = at.prev) {
      const atMs = storedAtMs(at.hash);
      if (at !== node && atMs <= cameAtMs - DAY_MS) return false;
      if (atMs <= cameAtMs - HOUR_MS) break;
    }
    if (at) known.push(at);
  }
  if (known.length === 0) return true;
  const [then, of] = [book.epochAt(known), book.epochOf(node)];
  return then.number < of.number || (then.number === of.number && then.certifiedBy === of.certifiedBy);
}
