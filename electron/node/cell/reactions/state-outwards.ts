import type { StatementBody } from '#shared/protocol/bridges/bodies.ts';
import { bridgeTo, type FiledStatement } from '#shared/protocol/bridges/bridge-book.ts';
import { standingContent } from '#shared/protocol/bridges/standing-content.ts';
import { saidSince } from '#shared/protocol/bridges/statement-rule.ts';
import { trustRows } from '#shared/protocol/bridges/trust-rows.ts';
import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import { HOUR_MS } from '#shared/protocol/limits.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { dayOf } from '#shared/protocol/log/feed-bounds.ts';
import { says } from '#shared/protocol/saying.ts';
import { NO_WISH, type Reacted, type ReactionState, type Wish } from './reaction.ts';

export const STATING = says('fault.statingOutwards');

/** Since when something is due that has not been said; not stored: after a restart the hours begin anew. */
export type StatingMemory = ReadonlyMap<string, number>;
export const NOTHING_DUE: StatingMemory = new Map();

/** What is said is good for so long. */
const WEEK_DAYS = 7;

/** A cell that is told, or null for what the cell says of itself. */
type To = string | null;

/**
 * What the cell says outwards, once a week for each bridge and of itself, by the first member in order who is online. An
 * hour later the next one says it, where nothing was said that all who are online attest; and so on.
 */
export function stateOutwards(
  state: ReactionState,
  due: StatingMemory,
  online: readonly string[],
): Reacted & { readonly memory: StatingMemory } {
  const { book, me, tips, nowMs } = state;
  const ends = [...tips.values()].flat();
  // The log is on its way.
  if (ends.length === 0) return { ...NO_WISH, memory: NOTHING_DUE };
  const epoch = book.epochAt(ends);
  const day = dayOf(nowMs);
  const bridges = epoch.bridges.filter(({ until }) => until >= day);
  if (bridges.length === 0 || !isMember(epoch, me)) return { ...NO_WISH, memory: NOTHING_DUE };
  const here = new Set([me, ...online]);
  const order = epoch.members.map(({ scid }) => scid).filter((scid) => here.has(scid));
  const left = new Map<string, number>();
  const wishes: Wish[] = [];
  let wakeAtMs: number | null = null;
  for (const to of [...bridges.map(({ cell }) => cell), null]) {
    if (isSaid(state, epoch, to, order, day)) continue;
    const key = to ?? 'standing';
    const sinceMs = due.get(key) ?? nowMs;
    left.set(key, sinceMs);
    const turnMs = sinceMs + order.indexOf(me) * HOUR_MS;
    if (nowMs < turnMs) {
      wakeAtMs = Math.min(wakeAtMs ?? turnMs, turnMs);
      continue;
    }
    const body = contentFor(state, ends, epoch, to, day);
    if (saidSince(book, state.head, me, body)) continue;
    wishes.push({ do: 'write', kind: 'statement', body, why: STATING });
  }
  return { ...NO_WISH, wishes, wakeAtMs, memory: left };
}

function contentFor(
  { book }: ReactionState,
  ends: readonly GraphNode[],
  epoch: Epoch,
  to: To,
  day: number,
): StatementBody {
  if (to === null) return { ...standingContent(book, ends, epoch), day };
  return { about: 'trust', to, day, rows: trustRows(book, ends, epoch, { to, day }) };
}

/** One of this week that all of these attest. */
function isSaid(
  { book, tips }: ReactionState,
  epoch: Epoch,
  to: To,
  online: readonly string[],
  day: number,
): boolean {
  return book.bridges.statements().some((said) => {
    if (said.body.day <= day - WEEK_DAYS || !isOf(book, epoch, to, said)) return false;
    if (!book.graph.covers(tips, said.node)) return false;
    const by = new Set(book.bridges.attests(said.node.hash).map(({ entry }) => entry.author));
    return online.every((scid) => by.has(scid));
  });
}

/** About this, over the bridge that is in force, and of members and keys as they are. */
function isOf(book: ReactionState['book'], epoch: Epoch, to: To, { node, body }: FiledStatement): boolean {
  if (body.about === 'trust')
    return body.to === to && book.bridges.inForce(node, body.to)?.ballot === bridgeTo(epoch, body.to)?.ballot;
  if (to !== null || body.members.length !== epoch.members.length) return false;
  return epoch.members.every(({ scid, version }, at) => {
    const said = body.members[at];
    return said?.scid === scid && said.version === version;
  });
}
