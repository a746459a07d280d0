import { z } from 'zod';
import { Alias, DidLog } from '#shared/protocol/closing/bodies.ts';
import { readMemberIdentity } from '../../identity/member-identity.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { CellNode } from '../cell-node.ts';
import { inviterKey } from './write-join.ts';

const Inviter = z.object({ alias: Alias, didLog: DidLog }).nullable();

/** By whom this node came into a cell. */
export function inviterOf(settings: SettingsStore, cell: string): z.infer<typeof Inviter> {
  return settings.get(inviterKey(cell), Inviter, null);
}

/** Until the log is here, or is new enough to name it, the member that invited us is all we know of the cell. */
export function introduceInviter(cell: CellNode, settings: SettingsStore): void {
  const inviter = inviterOf(settings, cell.id);
  if (!inviter) return;
  const identity = readMemberIdentity(inviter.didLog);
  if (!isKnown(cell, identity.scid)) cell.directory.introduce(identity, inviter.alias);
}

/** Whether the log that is here knows this member, now or before. */
function isKnown(cell: CellNode, scid: string): boolean {
  const epoch = cell.epoch();
  if (!epoch || cell.isFormer()) return false;
  return epoch.ended.has(scid) || epoch.members.some((member) => member.scid === scid);
}
