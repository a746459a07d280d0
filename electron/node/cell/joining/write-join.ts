import { readMemberIdentity } from '../../identity/member-identity.ts';
import { addressesKey } from '../../messaging/peer-registry.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { Store } from '../../store/store.ts';
import { CellStore } from '../cell-store.ts';
import type { Invitation } from './invitation.ts';
import { JOIN_RECORD, type JoinRecord } from './join-record.ts';

/** The setting that says by whom this node came into a cell. */
export function inviterKey(cell: string): string {
  return `inviter/${cell}`;
}

/** One step of joining in one transaction: a node that ends right after it is in the cell, with all that it needs to be there. */
export function writeJoin(
  record: JoinRecord,
  { cell, addresses }: Invitation,
  {
    store,
    settings,
    nowMs,
  }: { readonly store: Store; readonly settings: SettingsStore; readonly nowMs: number },
): void {
  const { step, heard } = record;
  store.transaction(() => {
    settings.set(JOIN_RECORD, step === 'member' || step === 'gone' ? null : record);
    if (step !== 'member' || !heard) return;
    new CellStore(store).add(cell, nowMs);
    writeInviter(settings, { cell, addresses }, heard);
  });
}

/** By whom this node came into a cell, and where that one is: one of the addresses in its code has just answered. */
export function writeInviter(
  settings: SettingsStore,
  { cell, addresses }: Pick<Invitation, 'cell' | 'addresses'>,
  { alias, didLog }: Pick<NonNullable<JoinRecord['heard']>, 'alias' | 'didLog'>,
): void {
  settings.set(inviterKey(cell), { alias, didLog });
  settings.set(addressesKey(readMemberIdentity(didLog).did), addresses);
}
