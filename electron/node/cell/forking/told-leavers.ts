import { type Epoch, isMember, type Member } from '#shared/protocol/closing/epoch.ts';
import type { Partings } from '#shared/protocol/closing/leaving.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';

/** So long a cell is kept in touch with that one is no member of, and who left is told what happens there. */
export const TOLD_MS = 30 * DAY_MS;

/** Whether somebody was taken out by its own `leave`, and not by a vote. */
export function hasLeft(log: Partings, epoch: Epoch, scid: string): boolean {
  const end = epoch.ended.get(scid);
  if (!end || isMember(epoch, scid)) return false;
  return log.leaves(scid).some(({ node }) => node.hash === end.removal);
}

/** Everybody who was a member and is none now. */
export function endedIn(epoch: Epoch): string[] {
  return [...epoch.ended.keys()].filter((scid) => !isMember(epoch, scid));
}

/** Who left and is still told the log, as it was last. `seenAtMs`: when this node saw that it was taken out. */
export function toldLeavers(
  log: Partings,
  epoch: Epoch,
  seenAtMs: (scid: string) => number | null,
  nowMs: number,
): Member[] {
  return [...epoch.ended.keys()].flatMap((scid) => {
    const seen = seenAtMs(scid);
    const member = epoch.logs.get(scid);
    if (!member || seen === null || nowMs - seen >= TOLD_MS) return [];
    return hasLeft(log, epoch, scid) ? [member] : [];
  });
}
