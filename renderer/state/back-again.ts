import { useEffect, useRef } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Recovering } from '#shared/contract/domain/recovery.ts';
import { useDashboardState } from './context.tsx';
import { openOverlay } from './overlays.ts';

/** Whether the cell is the one that this machine asked to come back to, and it is there the member that it asked for. */
export function isBack(asked: Recovering, cell: Cell): boolean {
  return cell.name === asked.cellName && cell.members.some(({ me, name }) => me && name === asked.name);
}

/** Tells whoever has come back, once, what came back; wherever in the window that was waited for. */
export function useBackAgain(): void {
  const recovering = useDashboardState((state) => state.snapshot?.recovering ?? null);
  const cell = useDashboardState((state) => state.snapshot?.cell ?? null);
  const asked = useRef<Recovering | null>(null);
  useEffect(() => {
    if (recovering) asked.current = recovering.state === 'waiting' ? recovering : null;
    else if (asked.current && cell && isBack(asked.current, cell)) {
      asked.current = null;
      openOverlay({ kind: 'back-again' });
    }
  }, [recovering, cell]);
}
