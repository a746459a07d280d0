import { useEffect } from 'react';
import type { Cell } from '#shared/contract/domain/cell.ts';
import { useDashboard } from '../../state/context.tsx';

/** Of many receipts it takes a moment to work out, and more may be on their way. */
const SOON_MS = 400;

/** Has the node work out the hash of the cell's state wherever it is not told. */
export function useStateHash({ id, receipts, stateHash }: Cell): void {
  const dashboard = useDashboard();
  const isTold = stateHash !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each receipt makes it another one
  useEffect(() => {
    if (isTold) return;
    const timer = setTimeout(() => void dashboard.call('cell.foldState', {}), SOON_MS);
    return () => clearTimeout(timer);
  }, [dashboard, id, receipts, isTold]);
}
