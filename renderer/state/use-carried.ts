import { useEffect, useState } from 'react';
import type { Carried } from '#shared/contract/domain/carried.ts';
import { useDashboard, useDashboardState, useNode } from './context.tsx';

/** It is asked for again at news of the node, but not more often: they come by the second while a cell syncs. */
const PAUSE_MS = 3_000;

/** What this node keeps of members for members, and what others said that they keep for it; null before it is known. */
export function useCarried(): Carried | null {
  const dashboard = useDashboard();
  const version = useDashboardState((state) => Math.floor((state.snapshot?.atMs ?? 0) / PAUSE_MS));
  const on = useNode((node) => node.settings.carryForOthers);
  const mib = useNode((node) => node.settings.carryMib);
  const [carried, setCarried] = useState<Carried | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again at each step of the node's time, and at another choice
  useEffect(() => {
    let isOver = false;
    void dashboard.call('messages.carried', {}).then((answer) => {
      if (answer.ok && !isOver) setCarried(answer.value);
    });
    return () => {
      isOver = true;
    };
  }, [dashboard, version, on, mib]);
  return carried;
}
