import { type Epoch, isMember } from '#shared/protocol/closing/epoch.ts';
import type { CellNode } from '../cell-node.ts';
import type { CellEnds } from '../forking/cell-ends.ts';
import { endedIn, hasLeft, toldLeavers } from '../forking/told-leavers.ts';

/**
 * Lets a cell's directory follow its epoch, and notes who is no member any more; returns the DIDs of those who are gone. A
 * home whose operator was removed knows the members that it knew; one that left goes on with them for a while.
 */
export function followMembers(
  { log, self, author, directory }: Pick<CellNode, 'log' | 'self' | 'author' | 'directory'>,
  epoch: Epoch,
  ends: CellEnds,
  nowMs: number,
): string[] {
  const { book, graph } = log;
  if (author) ends.note(endedIn(epoch), nowMs);
  if (!isMember(epoch, self.scid) && !hasLeft(book, epoch, self.scid)) return [];
  const told = toldLeavers(book, epoch, (scid) => ends.seenAtMs(scid), nowMs);
  return directory.follow(epoch, ({ admittedBy }) => graph.get(admittedBy)?.entry.at ?? null, told);
}
