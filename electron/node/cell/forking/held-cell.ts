import type { Departure, HeldCell, NamedCell } from '#shared/contract/domain/held-cell.ts';
import { isAwaitingMembers } from '#shared/protocol/closing/entered.ts';
import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import { type HeldLog, leavesOf } from '#shared/protocol/forks/branch-standing.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { CellNode } from '../cell-node.ts';
import { nameOf } from '../trust/trust-view.ts';

/** A cell of this home, as people are shown it among the others. */
export function heldCell(cell: CellNode, isLive: boolean): HeldCell {
  const epoch = cell.epoch();
  const { book, graph, signingBarred } = cell.log;
  const me = cell.self.scid;
  const departures = epoch ? departuresOf(cell, epoch) : [];
  return {
    id: cell.id,
    name: epoch?.name ?? '',
    isLive,
    standing: standingOf(book, epoch, me),
    parent: parentOf(book),
    members: epoch?.members.map(({ scid, alias }) => ({ scid, name: alias, me: scid === me })) ?? [],
    departures,
    receipts: graph.size,
    keptUntilMs: null,
    signingBarred,
    use: null,
    mayCountOut: isLive && departures.some(({ me: mine, isCountedOut }) => !mine && !isCountedOut),
    isAlone: false,
  };
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

function parentOf(book: CellBook): NamedCell | null {
  const fork = book.fork();
  return fork && { cell: fork.parent, name: fork.parent.slice(0, 8) };
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
