import { useMemo } from 'react';
import type { HeldCell } from '#shared/contract/domain/held-cell.ts';
import { MEMBERS_MAX } from '#shared/protocol/limits.ts';
import { leftFor, peersApart } from '#shared/words/reasons/peers-apart.ts';
import { useNode } from './context.tsx';

/** All cells of this home, the live one first. */
export function useHeldCells(): readonly HeldCell[] {
  return useNode((node) => node.cells);
}

/** The one in which the operator lives, as one among the cells of this home. */
export function useLiveCell(): HeldCell | null {
  return useNode((node) => node.cells.find(({ isLive }) => isLive) ?? null);
}

export function useHeldCell(id: string | null): HeldCell | null {
  return useNode((node) => node.cells.find((cell) => cell.id === id) ?? null);
}

/** Peers of the cell that is lived in, and those who are met in kept cells alone or have left. */
export function usePeersApart(): ReturnType<typeof peersApart> {
  const peers = useNode((node) => node.peers);
  const cell = useNode((node) => node.cell);
  return useMemo(() => peersApart(peers, cell), [peers, cell]);
}

/** Of peers by their DIDs: where to and when they left the cell that is lived in, or null. */
export function useLeftFor(): (did: string) => string | null {
  const live = useLiveCell();
  const members = useNode((node) => node.cell?.members);
  return (did) => leftFor(live, members?.find((one) => one.did === did)?.scid ?? did.split(':')[2] ?? '');
}

/** Place of a member in the order of joining, which fixes its colour: that of the live cell, else of the one that is meant. */
export function useOrderOf(cell: HeldCell | null): (scid: string) => number {
  const members = useNode((node) => node.cell?.members);
  return (scid) => {
    const here = members?.find((member) => member.scid === scid)?.order;
    if (here !== undefined) return here;
    const there = cell?.members.findIndex((member) => member.scid === scid) ?? -1;
    return there < 0 ? MEMBERS_MAX - 1 : there;
  };
}
