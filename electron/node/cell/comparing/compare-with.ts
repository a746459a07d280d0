import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { type MemberIdentity, readMemberIdentity } from '../../identity/member-identity.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { CellNode } from '../cell-node.ts';
import { compareWords } from './compare-words.ts';
import { Comparisons } from './comparisons.ts';

/** The words that a member's screen shows for this one, too. Throws `not-found` for who is no member, or oneself. */
export function wordsWith(cell: CellNode, self: MemberIdentity, scid: string): string[] {
  return compareWords(cell.id, self.signingKey, keyOf(cell, self, scid));
}

/** Notes what the operator found, or that nothing holds any more. */
export function noteCompared(
  cell: CellNode,
  self: MemberIdentity,
  { scid, same, atMs, settings }: { scid: string; same: boolean; atMs: number; settings: SettingsStore },
): void {
  const comparisons = new Comparisons(settings, cell.id);
  const key = keyOf(cell, self, scid);
  if (same) comparisons.note(scid, key, atMs);
  else comparisons.forget(scid);
}

function keyOf(cell: CellNode, self: MemberIdentity, scid: string): Uint8Array {
  const member = cell.epoch()?.members.find((one) => one.scid === scid);
  if (!member || scid === self.scid)
    throw new GhostStackError('not-found', says('error.cell.nobodyToCompare'));
  return readMemberIdentity(member.didLog).signingKey;
}
