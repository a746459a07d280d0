import type { Cell, CellMember } from '#shared/contract/domain/cell.ts';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { ALL_RECEIPTS, goTo, routeHref } from '../../state/routes.ts';

/** A cell whose receipts are read: the live one, or one that is kept. */
export interface ReadCell {
  readonly id: string;
  readonly name: string;
  readonly receipts: number;
  readonly members: readonly Pick<CellMember, 'scid' | 'name' | 'order' | 'me'>[];
  /** All that is known of the live one; null of a kept one. */
  readonly live: Cell | null;
}

export function liveToRead(cell: Cell): ReadCell {
  return { ...cell, live: cell };
}

/** Of a kept one it is not told who holds what, and its members stand in the order in which they came. */
export function keptToRead({ id, name, receipts, members, departures }: HeldCell): ReadCell {
  const listed = members.map((member, order) => ({ ...member, order }));
  const known = new Set(members.map(({ scid }) => scid));
  const gone = departures
    .filter(({ scid }) => !known.has(scid))
    .map((one, at) => ({ scid: one.scid, name: one.name, me: one.me, order: members.length + at }));
  return { id, name, receipts, members: [...listed, ...gone], live: null };
}

/** The address of a receipt of it, or of all of them. */
export function receiptHref(cell: ReadCell, hash: string | null): string {
  return cell.live ? routeHref('chain', hash) : routeHref('chain', hash ?? ALL_RECEIPTS, cell.id);
}

export function goToReceipt(cell: ReadCell, hash: string | null): void {
  if (cell.live) goTo('chain', hash);
  else goTo('chain', hash ?? ALL_RECEIPTS, cell.id);
}
