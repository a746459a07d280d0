import { useEffect, useRef } from 'react';
import { isBackInPlace, ownKeyVersion } from '#shared/contract/domain/back-in-place.ts';
import type { Cell } from '#shared/contract/domain/cell.ts';
import type { Recovering } from '#shared/contract/domain/recovery.ts';
import { useDashboardState } from './context.tsx';
import { openOverlay } from './overlays.ts';

/** What this home asked for. */
export interface Asked {
  readonly recovering: Recovering;
  /** Which version of its key the cell knew when it began; null for a home that was in no cell. */
  readonly versionBefore: number | null;
}

/** Whether the cell is the one that this home asked to come back to, and it is there the member that it asked for. */
export function isBack({ recovering, versionBefore }: Asked, cell: Cell): boolean {
  const { cellName, name: asked } = recovering;
  if (cell.name !== cellName || !cell.members.some(({ me, name }) => me && name === asked)) return false;
  return versionBefore === null || isBackInPlace(cell, versionBefore);
}

/** Tells whoever has come back, once, what came back; wherever in the window that was waited for. */
export function useBackAgain(): void {
  const recovering = useDashboardState((state) => state.snapshot?.recovering ?? null);
  const cell = useDashboardState((state) => state.snapshot?.cell ?? null);
  const began = useRef<Pick<Asked, 'versionBefore'> | null>(null);
  const asked = useRef<Asked | null>(null);
  useEffect(() => {
    if (recovering) {
      began.current ??= { versionBefore: ownKeyVersion(cell) };
      asked.current = recovering.state === 'waiting' ? { recovering, ...began.current } : null;
      return;
    }
    began.current = null;
    if (!asked.current || !cell || !isBack(asked.current, cell)) return;
    openOverlay({ kind: 'back-again', inPlace: asked.current.versionBefore !== null });
    asked.current = null;
  }, [recovering, cell]);
}
