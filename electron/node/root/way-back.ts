import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellNode } from '../cell/cell-node.ts';
import { ownMark } from '../cell/own-feed/own-mark.ts';
import type { MachineKeys } from '../cell/recovering/member-key.ts';
import type { RecoveryRecord, WayBack } from '../cell/recovering/recovery-record.ts';
import type { WantedVersions } from '../cell/recovering/recovery-store.ts';
import { whoseWords } from '../cell/recovering/whose-words.ts';
import type { SigningKey } from '../crypto/signing-key.ts';
import type { KeyRing } from '../identity/key-ring.ts';
import { memberLogOfHeld, newestVersion } from '../identity/member-log/index.ts';
import { SafetyState } from '../store/safety-state.ts';
import type { Store } from '../store/store.ts';

/** With which key a home asks. Throws what keeps it from that. */
export function askingKey(
  way: WayBack,
  cell: CellNode,
  { ring, store, nowMs }: { readonly ring: KeyRing; readonly store: Store; readonly nowMs: number },
): SigningKey {
  if (way === 'words') return ring.make(nowMs);
  // What another copy wrote first under that key may be missing here.
  if (new SafetyState(store).read(cell.id) !== null)
    throw new GhostStackError('conflict', says('error.recovery.wordsNeeded'));
  const didLog = cell.ownDidLog();
  const next = didLog && ring.keyFor(newestVersion(memberLogOfHeld(didLog)).device);
  if (!next) throw new GhostStackError('key-missing', says('error.rekey.noNextKey'));
  return next;
}

/** With which a home asks: at `place`, if it is a member's; and what follows on that. */
export function machineKeys(ring: KeyRing, place: RecoveryRecord['place'], nowMs: number): MachineKeys {
  if (!place) return { device: ring.inUse, keyAfterNext: ring.spare(nowMs).publicKey };
  const device = ring.get(place.asker);
  if (!device) throw new GhostStackError('key-missing', says('error.identity.keyNotInRing'));
  return { device, keyAfterNext: ring.make(nowMs).publicKey };
}

/**
 * By words of another member this home would become that member, among messages that are not its own. A home to which the
 * log never came, since the member that let it in lied, knows nobody's: whose they are is asked of the next one.
 */
export function requireOwnWords(seed: Uint8Array, cell: CellNode, me: string | undefined): void {
  const owner = whoseWords(seed, cell.epoch()?.members ?? []);
  if (owner === null || owner.scid === me) return;
  throw new GhostStackError('not-found', says('error.recovery.wordsOfAnother', { name: owner.alias }));
}

/** Whether the log here has what this home asked for; `newest`: and nothing after it. */
export function certifies(
  cell: CellNode,
  { versions: asked }: WantedVersions,
): 'newest' | 'outgrown' | 'not yet' {
  const didLog = cell.ownDidLog();
  const last = asked.at(-1)?.versionId;
  const found = didLog
    ? memberLogOfHeld(didLog).versions.findLastIndex(({ versionId }) => versionId === last)
    : -1;
  if (found === -1) return 'not yet';
  return found + 1 === didLog?.length ? 'newest' : 'outgrown';
}

/**
 * A home that came back by the words has a key that was never in another one: whatever its feed lacks is before the
 * place at which that key begins. In one transaction with what ends the recovery.
 */
export function beginsAnew(store: Store, stateFolder: string, cell: string, scid: string): void {
  const safety = new SafetyState(store);
  safety.lift(cell);
  safety.noteMarked(cell);
  ownMark(store, stateFolder, cell, scid).write({ gen: 0, hash: null });
}
