import type { Departure, HeldCell, NamedCell } from '#shared/contract/domain/held-cell.ts';
import { isAwaitingMembers } from '#shared/protocol/closing/entered.ts';
import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import { type HeldLog, heldEpoch, leavesOf } from '#shared/protocol/forks/branch-standing.ts';
import { leavesHere } from '#shared/protocol/forks/next-parting.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { CellNode } from '../cell-node.ts';
import { nameOf } from '../trust/trust-view.ts';
import type { BranchHere } from './branch-home.ts';
import { TOLD_MS } from './told-leavers.ts';

interface Among {
  readonly held: readonly CellNode[];
  readonly live: CellNode | null;
  readonly branches: readonly BranchHere[];
}

/** A cell of this home, as people are shown it among the others. */
export function heldCell(cell: CellNode, { held, live, branches }: Among): HeldCell {
  const epoch = cell.epoch();
  const isLive = cell === live;
  const { book, graph, signingBarred } = cell.log;
  const me = cell.self.scid;
  const departures = epoch ? departuresOf(cell, epoch) : [];
  const standing = standingOf(book, epoch, me);
  const endedMs = standing === 'left' || standing === 'removed' ? cell.ends.seenAtMs(me) : null;
  const parent = held.find(({ id }) => id === book.fork()?.parent) ?? null;
  return {
    id: cell.id,
    name: epoch?.name ?? '',
    isLive,
    standing,
    parent: parentOf(book, parent),
    members: epoch?.members.map(({ scid, alias }) => ({ scid, name: alias, me: scid === me })) ?? [],
    departures,
    receipts: graph.size,
    keptUntilMs: isLive || endedMs === null ? null : endedMs + TOLD_MS,
    signingBarred,
    use: isLive ? null : usedAs(cell, standing, live, branches),
    mayCountOut: isLive && departures.some(({ me: mine, isCountedOut }) => !mine && !isCountedOut),
    isAlone: isLive && epoch !== null && isAlone(book, parent?.log.book ?? null, me),
  };
}

/** The same of one that is not kept in touch with any more. */
export function pastCell(cell: CellNode, among: Among, nowMs: number): HeldCell {
  const shown = heldCell(cell, among);
  const endedMs = shown.keptUntilMs ?? 0;
  // Whoever stops that by hand does so earlier, or where nothing else would have ended it.
  return { ...shown, use: null, keptUntilMs: endedMs <= nowMs ? endedMs : 0 };
}

export function standingOf(book: HeldLog, epoch: Epoch | null, me: string): HeldCell['standing'] {
  if (!epoch) return 'unread';
  if (!isMember(epoch, me)) return epoch.ended.has(me) ? endedBy(book, epoch, me) : 'removed';
  if (isAwaitingMembers(epoch)) return 'awaiting';
  return leavesOf(book, me).length > 0 ? 'leaving' : 'member';
}

/** Who was taken out by its own `leave` has left; else a ballot has removed it. */
function endedBy(book: HeldLog, epoch: Epoch, me: string): 'left' | 'removed' {
  const by = epoch.ended.get(me)?.removal;
  return book.leaves(me).some(({ node }) => node.hash === by) ? 'left' : 'removed';
}

function parentOf(book: CellBook, parent: CellNode | null): NamedCell | null {
  const fork = book.fork();
  return fork && { cell: fork.parent, name: parent?.epoch()?.name ?? fork.parent.slice(0, 8) };
}

/** What `cells.use` would do. Whoever was counted out comes back by an invitation. */
function usedAs(
  cell: CellNode,
  standing: HeldCell['standing'],
  live: CellNode | null,
  branches: readonly BranchHere[],
): HeldCell['use'] {
  if (standing === 'awaiting' || standing === 'unread') return null;
  if (standing === 'left' || standing === 'removed') return null;
  if (live?.log.book.fork()?.parent === cell.id) return 'back';
  const isBranch = branches.some(({ branch, hasEntered }) => branch.cell === cell.id && hasEntered);
  return isBranch ? 'move' : 'live';
}

/** Everybody else who was listed has said that it is not there, or is no member any more. */
function isAlone(book: CellBook, parent: CellBook | null, me: string): boolean {
  const fork = book.fork();
  if (!fork || fork.members.length < 2) return false;
  const { members } = heldEpoch(book);
  const others = members.filter(({ scid }) => scid !== me);
  if (others.some(({ scid }) => !fork.members.some((listed) => listed.scid === scid))) return false;
  return others.every(({ scid }) => {
    const stays = parent?.stays(scid).some(({ cell }) => cell === book.graph.cell) ?? false;
    const went = parent ? leavesHere(parent, scid).includes(book.graph.cell) : true;
    return leavesOf(book, scid).length > 0 || (stays && !went);
  });
}

/** Of members who are leaving, and of those who were counted out; the newest last. */
function departuresOf(cell: CellNode, epoch: Epoch): Departure[] {
  const { book } = cell.log;
  const leaving = epoch.members.flatMap(({ scid }) => {
    const newest = leavesOf(book, scid).at(-1);
    return newest ? [departure(cell, epoch, scid, newest, false)] : [];
  });
  const left = [...epoch.ended].flatMap(([scid, { removal }]) => {
    const leave = book.leaves(scid).find(({ node }) => node.hash === removal);
    return leave && !isMember(epoch, scid) ? [departure(cell, epoch, scid, leave, true)] : [];
  });
  return [...leaving, ...left].sort((one, other) => one.atMs - other.atMs);
}

function departure(
  cell: CellNode,
  epoch: Epoch,
  scid: string,
  { node, cell: to }: { readonly node: GraphNode; readonly cell: string | null },
  isCountedOut: boolean,
): Departure {
  return {
    scid,
    name: nameOf({ log: cell.log, epoch }, scid),
    me: scid === cell.self.scid,
    to: to === null ? null : branchNamed(cell.log.book, to),
    atMs: node.entry.at,
    isCountedOut,
  };
}

/** By the name that the branch has in the log of its parent. */
export function branchNamed(book: CellBook, cell: string): NamedCell {
  const [branch] = book.branches(cell);
  const found = branch?.node.entry.body.found as { entry?: { body?: { name?: unknown } } } | undefined;
  return { cell, name: String(found?.entry?.body?.name ?? cell.slice(0, 8)).trim() };
}
