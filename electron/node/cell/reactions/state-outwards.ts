import type { StatementBody } from '#shared/protocol/bridges/bodies.ts';
import { bridgeTo, type FiledStatement } from '#shared/protocol/bridges/bridge-book.ts';
import { standingContent } from '#shared/protocol/bridges/standing-content.ts';
import { saidSince } from '#shared/protocol/bridges/statement-rule.ts';
import { trustRows } from '#shared/protocol/bridges/trust-rows.ts';
import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import { countedSince, isAnyIssued } from '#shared/protocol/issuing/issued-since.ts';
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
 * hour later the next one says it, where nothing was said that all who are online attest; and so on. Of itself it speaks
 * while there is a bridge, or something that was issued may not have ended: anew once something is revoked, and on the
 * day after something was issued. Whoever has spoken that day, before, cannot speak again: the others do.
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
  const isToldOfItself = bridges.length > 0 || isAnyIssued(book, epoch, nowMs);
  if (!isToldOfItself || !isMember(epoch, me)) return { ...NO_WISH, memory: NOTHING_DUE };
  const here = new Set([me, ...online]);
  const all = inOrder(state, epoch, day).filter((scid) => here.has(scid));
  const left = new Map<string, number>();
  const wishes: Wish[] = [];
  let wakeAtMs: number | null = null;
  for (const to of [...bridges.map(({ cell }) => cell), null]) {
    const said = saidNow(state, epoch, to, day);
    if (said.some((one) => all.every((scid) => isAttestedBy(book, one, scid)))) continue;
    const order = all.filter((scid) => !hasSpoken(state, epoch, to, scid, day));
    if (!order.includes(me)) continue;
    const key = to ?? 'standing';
    const sinceMs = due.get(key) ?? nowMs;
    left.set(key, sinceMs);
    // What somebody has said just now is being attested.
    const turn = Math.max(order.indexOf(me), said.length > 0 ? 1 : 0);
    const turnMs = sinceMs + turn * HOUR_MS;
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

/** Of whom another member bears out the day come first: what the others say does not count yet. */
function inOrder({ book: { graph } }: ReactionState, { members }: Epoch, day: number): string[] {
  const scids = members.map(({ scid }) => scid);
  const wrote = new Set(
    scids.filter((scid) => graph.heads(scid).some(({ entry }) => dayOf(entry.at) >= day - 1)),
  );
  const isBorneOut = (scid: string): boolean => scids.some((other) => other !== scid && wrote.has(other));
  return scids.toSorted((one, other) => Number(isBorneOut(other)) - Number(isBorneOut(one)));
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

/** Those of this week that are as things are. */
function saidNow(state: ReactionState, epoch: Epoch, to: To, day: number): FiledStatement[] {
  const { book, tips } = state;
  return book.bridges
    .statements()
    .filter((said) => said.body.day > day - WEEK_DAYS && isOf(state, epoch, to, said, day))
    .filter(({ node }) => book.graph.covers(tips, node));
}

function isAttestedBy({ bridges }: ReactionState['book'], { node }: FiledStatement, scid: string): boolean {
  return bridges.attests(node.hash).some(({ entry }) => entry.author === scid);
}

/** Whether somebody has said something of this for this day that is not as it is any more, and so can say nothing else. */
function hasSpoken(state: ReactionState, epoch: Epoch, to: To, scid: string, day: number): boolean {
  const { book } = state;
  const about = to === null ? ({ about: 'standing' } as const) : ({ about: 'trust', to } as const);
  return book.bridges
    .statementsBy(scid, about)
    .some((said) => said.body.day >= day && !(said.isValid && isOf(state, epoch, to, said, day)));
}

/** About this, over the bridge that is in force, and of members, keys and credentials as they are. */
function isOf(
  { book, tips }: ReactionState,
  epoch: Epoch,
  to: To,
  { node, body }: FiledStatement,
  day: number,
): boolean {
  if (body.about === 'trust')
    return body.to === to && book.bridges.inForce(node, body.to)?.ballot === bridgeTo(epoch, body.to)?.ballot;
  if (to !== null || body.members.length !== epoch.members.length) return false;
  const past = { tips, epoch };
  if (countedSince(book, 'revoke', node, past)) return false;
  if (body.day < day && countedSince(book, 'issue', node, past)) return false;
  return epoch.members.every(({ scid, version }, at) => {
    const said = body.members[at];
    return said?.scid === scid && said.version === version;
  });
}
