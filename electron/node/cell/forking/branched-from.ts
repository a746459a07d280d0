import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';

/**
 * Whether a cell branched off from another, by both logs: what it takes along is what a valid `branch` there names.
 * @throws {GhostStackError} `refused` with why it did not
 */
export function requireBranchOf(own: CellBook, parent: CellBook): void {
  const fork = own.fork();
  if (!fork) throw new GhostStackError('refused', says('error.cell.notBranchedOff'));
  if (fork.parent !== parent.graph.cell) throw new GhostStackError('refused', says('error.cell.otherParent'));
  if (parent.branches(own.graph.cell).length === 0)
    throw new GhostStackError('refused', says('error.cell.noBranchThere'));
}
