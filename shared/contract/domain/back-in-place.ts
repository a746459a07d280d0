import type { Cell } from './cell.ts';

/** Which version of our key the cell knows; null outside of a cell, and for who is no member of it. */
export function ownKeyVersion(cell: Cell | null): number | null {
  return cell?.members.find(({ me }) => me)?.key.version ?? null;
}

/**
 * Whether a home of a member that asked to come back where it is has come back: the cell has certified another key of it
 * since, and it may sign. One that stopped asking has neither, and if somebody else came back, it signs nothing.
 */
export function isBackInPlace(cell: Cell, versionBefore: number): boolean {
  return cell.signingBarred === null && (ownKeyVersion(cell) ?? 0) > versionBefore;
}
