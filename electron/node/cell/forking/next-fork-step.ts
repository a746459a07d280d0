import type { BranchHere, BranchingCell } from './branch-home.ts';

export interface ForkSetting {
  /** Id of the cell that the home lives in. */
  readonly live: string;
  /** It may hold one more. */
  readonly hasRoom: boolean;
  /** It held the branch before, and let go of it. */
  readonly wasDropped: boolean;
}

/**
 * What a home does by itself about a branch: holds its log while it is asked to come along, lets go of what is over and was
 * not entered, and moves there from the parent once everybody has entered. If somebody had called it off, a person is asked.
 */
export function nextForkStep<C extends BranchingCell>(
  { own, parent, standing, hasEntered, hasDeclined, isCrossed, branch }: BranchHere<C>,
  { live, hasRoom, wasDropped }: ForkSetting,
): 'hold' | 'drop' | 'move' | null {
  if (branch.cell === live) return null;
  if (!own) return !standing.over && !hasDeclined && hasRoom && !wasDropped ? 'hold' : null;
  if (!hasEntered) return standing.over || hasDeclined ? 'drop' : null;
  return standing.isAlive && !isCrossed && !hasDeclined && parent.id === live ? 'move' : null;
}
