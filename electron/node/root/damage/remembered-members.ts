import { z } from 'zod';
import type { CellNode } from '../../cell/cell-node.ts';
import { type MemberIdentity, readMemberIdentity } from '../../identity/member-identity.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { CardMember, type HomeCard } from './home-card.ts';

const KEY = 'remembered-members';
const Remembered = z.object({ cell: z.string(), members: z.array(CardMember) }).nullable();

/** Keeps who was in a cell whose log may be damaged. Returns where they were met. */
export function rememberMembers(
  settings: SettingsStore,
  { id, members }: NonNullable<HomeCard['cell']>,
): { did: string; addresses: readonly string[] }[] {
  settings.set(KEY, { cell: id, members });
  return members.flatMap(({ didLog, addresses }) => {
    const identity = identityOf(didLog);
    return identity ? [{ did: identity.did, addresses }] : [];
  });
}

/** Until the log names them, or says that they are none any more: they have what is missing of it. */
export function introduceRemembered(cell: CellNode, settings: SettingsStore): void {
  const remembered = settings.get(KEY, Remembered, null);
  if (remembered?.cell !== cell.id) return;
  for (const { alias, didLog } of remembered.members) {
    const identity = identityOf(didLog);
    if (identity && !isNamed(cell, identity.scid)) cell.directory.remember(identity, alias);
  }
  if (!cell.directory.hasRemembered()) settings.set(KEY, null);
}

/** Whether the log that is here knows this member, now or before. */
function isNamed(cell: CellNode, scid: string): boolean {
  const epoch = cell.epoch();
  return epoch !== null && (epoch.ended.has(scid) || epoch.members.some((member) => member.scid === scid));
}

function identityOf(didLog: unknown): MemberIdentity | null {
  try {
    return readMemberIdentity(didLog);
  } catch {
    return null;
  }
}
