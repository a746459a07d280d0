import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Epoch } from './epoch.ts';

/** Orders that were asked for before; each is asked for at every step. */
const orders = new WeakMap<Epoch, Map<string, readonly string[]>>();

/** Members in the order in which they coordinate the rounds of a slot: sorted by hash(slot || member). */
export function coordinatorOrder(slot: string, electorate: Epoch): readonly string[] {
  const known = orders.get(electorate) ?? new Map<string, readonly string[]>();
  orders.set(electorate, known);
  const order = known.get(slot) ?? computeOrder(slot, electorate);
  known.set(slot, order);
  return order;
}

function computeOrder(slot: string, electorate: Epoch): readonly string[] {
  const keyed = electorate.members.map(({ scid }) => ({
    scid,
    key: bytesToHex(sha256(utf8ToBytes(slot + scid))),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ scid }) => scid);
}

export function coordinatorOf(slot: string, electorate: Epoch, round: number): string {
  const order = coordinatorOrder(slot, electorate);
  return order[round % order.length] as string;
}
