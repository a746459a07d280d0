import { useEffect } from 'react';
import { create } from 'zustand';
import type { Receipt } from '#shared/domain/cell.ts';
import type { Failure } from '#shared/errors.ts';
import { useCell } from '../../app/cell.ts';
import { useDashboard } from '../../app/context.tsx';
import type { Dashboard } from '../../app/dashboard-store.ts';

const PAGE_LENGTH = 200;
const REFRESH_MAX = 500;

/** Receipts of one author, or of all, in causal order, oldest first. */
export interface ReceiptList {
  readonly receipts: readonly Receipt[];
  /** Older ones are at the node. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
}

interface State {
  /** What the lists belong to; another cell empties them. */
  readonly cell: string | null;
  readonly lists: Readonly<Record<string, ReceiptList>>;
}

const NONE: ReceiptList = { receipts: [], more: true, busy: false, failure: null };
const EVERYONE = 'everyone';

const useReceiptStore = create<State>(() => ({ cell: null, lists: {} }));

function change(key: string, next: Partial<ReceiptList>): void {
  useReceiptStore.setState(({ lists }) => ({
    lists: { ...lists, [key]: { ...(lists[key] ?? NONE), ...next } },
  }));
}

async function load(dashboard: Dashboard, author: string | null, which: 'newest' | 'earlier'): Promise<void> {
  const { cell } = useReceiptStore.getState();
  const key = author ?? EVERYONE;
  const held = useReceiptStore.getState().lists[key] ?? NONE;
  if (held.busy) return;
  change(key, { busy: true, failure: null });
  const earlier = which === 'earlier' && held.receipts.length > 0;
  // A receipt that came late may belong between older ones, so news replace what is held.
  const limit = earlier ? PAGE_LENGTH : Math.min(REFRESH_MAX, Math.max(PAGE_LENGTH, held.receipts.length));
  const before = earlier ? (held.receipts[0]?.position ?? null) : null;
  const answer = await dashboard.call('log.page', { before, limit, author });
  if (useReceiptStore.getState().cell !== cell) return;
  if (!answer.ok) {
    change(key, { busy: false, failure: answer.error });
    return;
  }
  const { receipts, more } = answer.value;
  const known = new Set(held.receipts.map((receipt) => receipt.hash));
  const joined = earlier
    ? [...receipts.filter((receipt) => !known.has(receipt.hash)), ...held.receipts]
    : receipts;
  change(key, { receipts: joined, more, busy: false });
}

/** The receipts of an author (or of all) that are loaded, kept current, with the call for earlier ones. */
export function useReceipts(author: string | null): ReceiptList & { readonly loadEarlier: () => void } {
  const dashboard = useDashboard();
  const cell = useCell();
  const id = cell?.id ?? null;
  const stateOfLog = `${cell?.receipts} ${cell?.stateHash}`;
  const list = useReceiptStore((state) =>
    state.cell === id ? (state.lists[author ?? EVERYONE] ?? NONE) : NONE,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log that changed is read again
  useEffect(() => {
    if (id === null) return;
    if (useReceiptStore.getState().cell !== id) useReceiptStore.setState({ cell: id, lists: {} });
    void load(dashboard, author, 'newest');
  }, [dashboard, id, author, stateOfLog]);
  return { ...list, loadEarlier: () => void load(dashboard, author, 'earlier') };
}
