import type { OutsideView } from '#shared/contract/domain/trust.ts';
import { bridgeTo } from '#shared/protocol/bridges/bridge-book.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';

type Outsider = Pick<OutsideView, 'cell' | 'cellName' | 'scid' | 'name'>;

/** Who a node of the rank is that stands in another cell; null for one of this cell. */
export function outsiderOf(epoch: Epoch, node: string): Outsider | null {
  const [cell = '', scid] = node.split('/');
  if (scid === undefined) return null;
  const bridge = bridgeTo(epoch, cell);
  const name = bridge?.members.find((member) => member.scid === scid)?.alias ?? scid.slice(0, 8);
  return { cell, cellName: bridge?.name ?? cell.slice(0, 8), scid, name };
}
