import { useEffect } from 'react';
import { create } from 'zustand';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useCell } from '../../state/cell.ts';
import { useDashboard } from '../../state/context.tsx';
import type { Dashboard } from '../../state/dashboard-store.ts';

const PAGE_LENGTH = 200;
const REFRESH_MAX = 500;

/** Receipts of one author, or of all, in causal order, oldest first. */
export interface ReceiptList {
  readonly receipts: readonly Receipt[];
  /** Older ones are at the node. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** The state of the log for which the newest were asked for last; another one asks anew. */
  readonly asked: string | null;
}

interface State {
  /** What the lists belong to; another cell empties them. */
  readonly cell: string | null;
  readonly lists: Readonly<Record<string, ReceiptList>>;
}

const NONE: ReceiptList = { receipts: [], more: true, busy: false, failure: null, asked: null };
const EVERYONE = 'everyone';

const useReceiptStore = create<State>(() => ({ cell: null, lists: {} }));

function listOf(author: string | null): ReceiptList {
  return useReceiptStore.getState().lists[author ?? EVERYONE] ?? NONE;
}

function change(author: string | null, next: Partial<ReceiptList>): void {
  const key = author ?? EVERYONE;
  useReceiptStore.setState(({ lists }) => ({
    lists: { ...lists, [key]: { ...(lists[key] ?? NONE), ...next } },
  }));
}

async function loadNewest(dashboard: Dashboard, author: string | null, asked: string): Promise<void> {
  const { busy, receipts } = listOf(author);
  if (busy) return;
  change(author, { asked });
  // A receipt that came late may belong between older ones, so news replace what is held.
  const limit = Math.min(REFRESH_MAX, Math.max(PAGE_LENGTH, receipts.length));
  const page = await ask(dashboard, author, null, limit);
  if (page) change(author, page);
}

async function loadEarlier(dashboard: Dashboard, author: string | null): Promise<void> {
  const { busy, receipts } = listOf(author);
  const oldest = receipts[0];
  if (busy || !oldest) return;
  const page = await ask(dashboard, author, oldest.position, PAGE_LENGTH);
  if (!page) return;
  const held = listOf(author).receipts;
  const known = new Set(held.map((receipt) => receipt.hash));
  const older = page.receipts.filter((receipt) => !known.has(receipt.hash));
  change(author, { ...page, receipts: [...older, ...held] });
}

/** A page, or null when it failed (the list says why then) or belongs to a cell that is not shown any more. */
async function ask(
  dashboard: Dashboard,
  author: string | null,
  before: number | null,
  limit: number,
): Promise<Pick<ReceiptList, 'receipts' | 'more' | 'busy'> | null> {
  const { cell } = useReceiptStore.getState();
  change(author, { busy: true, failure: null });
  const answer = await dashboard.call('log.page', { before, limit, author });
  if (useReceiptStore.getState().cell !== cell) return null;
  if (answer.ok) return { ...answer.value, busy: false };
  change(author, { busy: false, failure: answer.error });
  return null;
}

export interface LoadedReceipts extends ReceiptList {
  readonly loadEarlier: () => void;
  /** After a failure. */
  readonly tryAgain: () => void;
}

/** The receipts of an author (or of all) that are loaded, kept current, with the calls for more. */
export function useReceipts(author: string | null): LoadedReceipts {
  const dashboard = useDashboard();
  const cell = useCell();
  const id = cell?.id ?? null;
  const stateOfLog = `${id} ${cell?.receipts}`;
  const list = useReceiptStore((state) =>
    state.cell === id ? (state.lists[author ?? EVERYONE] ?? NONE) : NONE,
  );
  const { busy } = list;
  useEffect(() => {
    if (id === null || busy) return;
    if (useReceiptStore.getState().cell !== id) useReceiptStore.setState({ cell: id, lists: {} });
    if (listOf(author).asked !== stateOfLog) void loadNewest(dashboard, author, stateOfLog);
  }, [dashboard, id, author, stateOfLog, busy]);
  return {
    ...list,
    loadEarlier: () => void loadEarlier(dashboard, author),
    tryAgain: () => void loadNewest(dashboard, author, stateOfLog),
  };
}
