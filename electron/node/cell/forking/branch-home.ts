import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { type BranchStanding, branchStanding, calledOff } from '#shared/protocol/forks/branch-standing.ts';
import { leavesHere } from '#shared/protocol/forks/next-parting.ts';
import type { Branch } from '#shared/protocol/forks/parting-rules.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { CellNode } from '../cell-node.ts';

/** What is asked of a cell. */
export interface BranchingCell {
  readonly id: string;
  readonly self: { readonly scid: string };
  readonly log: { readonly book: CellBook };
  epoch(): Epoch | null;
}

/** A branch that a cell of this home proposed, and how it stands for the operator. */
export interface BranchHere<C extends BranchingCell = CellNode> {
  readonly parent: C;
  readonly branch: Branch;
  /** Its own cell, if it is held. */
  readonly own: C | null;
  readonly standing: BranchStanding;
  readonly hasEntered: boolean;
  /** Said that it stays, and has not gone there since. */
  readonly hasDeclined: boolean;
  /** The operator lives there, or is on the way: it has said so in the parent. */
  readonly hasLeft: boolean;
  /** It lives although somebody had called it off. */
  readonly isCrossed: boolean;
}

/** Those of all held cells that list the operator, or that it proposed; the newest first. */
export function branchesHere<C extends BranchingCell>(cells: readonly C[]): BranchHere<C>[] {
  return cells.flatMap((parent) => {
    if (!parent.epoch()) return [];
    const me = parent.self.scid;
    const all = parent.log.book.allBranches();
    const mine = all.filter(({ fork }) => fork.members.some(({ scid }) => scid === me));
    return mine.map((branch) => branchHere(parent, branch, cells)).reverse();
  });
}

function branchHere<C extends BranchingCell>(parent: C, branch: Branch, cells: readonly C[]): BranchHere<C> {
  const me = parent.self.scid;
  const { book } = parent.log;
  const own = cells.find(({ id }) => id === branch.cell && id !== parent.id) ?? null;
  const held = own?.epoch() ? own.log.book : null;
  const all = book.allBranches();
  const standing = branchStanding(book, branch, held, all);
  const hasEntered = standing.entered.includes(me);
  const stays = book.stays(me).filter(({ cell }) => cell === branch.cell);
  const gone = leavesHere(book, me).includes(branch.cell);
  const isCrossed =
    standing.isAlive && !gone && calledOff(book, branch, held, all) !== null && standing.entered.length > 1;
  return {
    parent,
    branch,
    own,
    standing,
    hasEntered,
    hasDeclined: stays.length > 0 && !gone,
    hasLeft: gone,
    isCrossed,
  };
}
