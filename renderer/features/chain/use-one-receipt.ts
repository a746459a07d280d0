import { useEffect, useState } from 'react';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import { useDashboard } from '../../state/context.tsx';
import type { ReadCell } from './read-cell.ts';

/** A receipt that was linked to and is older than those that are loaded; null until it is here. */
export function useOneReceipt({ id: cell }: ReadCell, hash: string | null): Receipt | null {
  const dashboard = useDashboard();
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  useEffect(() => {
    if (hash === null || hash.length !== 64) return;
    let isCurrent = true;
    void dashboard.call('log.receipt', { hash, cell }).then((answer) => {
      if (isCurrent && answer.ok) setReceipt(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [dashboard, hash, cell]);
  return receipt?.hash === hash ? receipt : null;
}
