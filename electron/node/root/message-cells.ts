import type { CellNode } from '../cell/cell-node.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import type { MessageCells } from '../messaging/endpoint.ts';

/**
 * A message is sealed in the cell that the home lives in if its recipient is a member there, else in a kept one that both
 * are in; what was sealed goes out in its own.
 */
export function messageCells(live: CellNode, kept: () => readonly CellNode[]): MessageCells {
  const held = () => [live, ...kept()];
  const isIn = (cell: CellNode, did: string): boolean => cell.directory.get(did) !== null;
  return {
    sealIn: (did) => (held().find((cell) => isIn(cell, did)) ?? live).id,
    isHeld: (id) => held().some((cell) => cell.id === id),
    areBothIn: (id, did) => {
      const cell = held().find((one) => one.id === id);
      return cell !== undefined && (isIn(cell, did) || isListed(cell, did));
    },
    everyone: () => live.directory.peers(),
  };
}

/** In a branch that others have yet to enter. */
function isListed(cell: CellNode, did: string): boolean {
  const scid = scidOf(did);
  return cell.epoch()?.members.some((member) => member.scid === scid) ?? false;
}
