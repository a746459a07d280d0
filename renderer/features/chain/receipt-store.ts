import { useEffect } from 'react';
import { create } from 'zustand';
import {
  ANY_RECEIPT,
  type Receipt,
  type ReceiptFilter,
  type ReceiptPage,
} from '#shared/contract/domain/receipt.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useCell } from '../../state/cell.ts';
import { useDashboard } from '../../state/context.tsx';
import type { Dashboard } from '../../state/dashboard-store.ts';

const PAGE_LENGTH = 200;
const REFRESH_MAX = 500;

/** Receipts that fit a filter, in causal order, oldest first. */
export interface ReceiptList {
  readonly receipts: readonly Receipt[];
  /** Older ones are at the node. */
  readonly more: boolean;
  /** As many fit; null before the first page. */
  readonly total: number | null;
  /** How many receipts the log had when that was told: so far at most have positions moved since. */
  readonly logSize: number;
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

const NONE: ReceiptList = {
  receipts: [],
  more: true,
  total: null,
  logSize: 0,
  busy: false,
  failure: null,
  asked: null,
};
const EVERY = keyOf(ANY_RECEIPT);

const useReceiptStore = create<State>(() => ({ cell: null, lists: {} }));

function keyOf(filter: ReceiptFilter): string {
  return JSON.stringify(filter);
}

function listOf(filter: ReceiptFilter): ReceiptList {
  return useReceiptStore.getState().lists[keyOf(filter)] ?? NONE;
}

/** Lists by other filters are forgotten: of each there may be a whole log. */
function change(filter: ReceiptFilter, next: Partial<ReceiptList>): void {
  const key = keyOf(filter);
  useReceiptStore.setState(({ lists }) => ({
    lists: {
      ...(lists[EVERY] ? { [EVERY]: lists[EVERY] } : {}),
      [key]: { ...(lists[key] ?? NONE), ...next },
    },
  }));
}

interface Wanted {
  readonly dashboard: Dashboard;
  readonly filter: ReceiptFilter;
  /** Receipts of the log by now. */
  readonly logSize: number;
}

async function loadNewest(wanted: Wanted, asked: string): Promise<void> {
  const { filter, logSize } = wanted;
  const before = listOf(filter);
  if (before.busy) return;
  change(filter, { asked });
  const page = await ask(wanted, null, PAGE_LENGTH);
  if (!page) return;
  const whole = withNewest(before, page);
  if (whole) {
    change(filter, { ...whole, logSize });
    return;
  }
  // A receipt that came late belongs between older ones: news replace what is held.
  const limit = Math.min(REFRESH_MAX, Math.max(PAGE_LENGTH, before.receipts.length));
  const again = limit === PAGE_LENGTH ? page : await ask(wanted, null, limit);
  if (again) change(filter, { ...again, logSize });
}

/** What is held with the newest page in front, where nothing came between what is held; else null. */
export function withNewest(
  held: Pick<ReceiptList, 'receipts' | 'total' | 'more'>,
  page: ReceiptPage,
): Pick<ReceiptList, 'receipts' | 'total' | 'more' | 'busy'> | null {
  if (held.total === null || page.total === null) return null;
  const known = new Map(held.receipts.map((receipt, at) => [receipt.hash, at]));
  const from = known.get(page.receipts[0]?.hash ?? '');
  const fresh = page.receipts.filter(({ hash }) => !known.has(hash)).length;
  if (from === undefined || from === 0 || page.total - held.total !== fresh) return null;
  const receipts = [...held.receipts.slice(0, from), ...page.receipts];
  return { receipts, total: page.total, more: held.more, busy: false };
}

async function loadEarlier(wanted: Wanted): Promise<void> {
  const { filter, logSize } = wanted;
  const { busy, receipts, logSize: before } = listOf(filter);
  const oldest = receipts[0];
  if (busy || !oldest) return;
  const page = await ask(wanted, oldest.position + logSize - before, PAGE_LENGTH);
  if (!page) return;
  const held = listOf(filter).receipts;
  const known = new Set(held.map((receipt) => receipt.hash));
  const older = page.receipts.filter((receipt) => !known.has(receipt.hash));
  change(filter, { receipts: [...older, ...held], more: page.more, busy: false });
}

/** A page, or null when it failed (the list says why then) or belongs to a cell that is not shown any more. */
async function ask(
  { dashboard, filter }: Wanted,
  before: number | null,
  limit: number,
): Promise<(ReceiptPage & { busy: false }) | null> {
  const { cell } = useReceiptStore.getState();
  change(filter, { busy: true, failure: null });
  const answer = await dashboard.call('log.page', { ...filter, before, limit });
  if (useReceiptStore.getState().cell !== cell) return null;
  if (answer.ok) return { ...answer.value, busy: false };
  change(filter, { busy: false, failure: answer.error });
  return null;
}

export interface LoadedReceipts extends ReceiptList {
  readonly loadEarlier: () => void;
  /** After a failure. */
  readonly tryAgain: () => void;
}

/** The receipts that fit a filter and are loaded, kept current, with the calls for more. */
export function useReceipts(filter: ReceiptFilter): LoadedReceipts {
  const dashboard = useDashboard();
  const cell = useCell();
  const id = cell?.id ?? null;
  const logSize = cell?.receipts ?? 0;
  const key = keyOf(filter);
  const stateOfLog = `${id} ${logSize}`;
  const list = useReceiptStore((state) => (state.cell === id ? (state.lists[key] ?? NONE) : NONE));
  const { busy } = list;
  useEffect(() => {
    if (id === null || busy) return;
    if (useReceiptStore.getState().cell !== id) useReceiptStore.setState({ cell: id, lists: {} });
    const wanted = { dashboard, filter: JSON.parse(key) as ReceiptFilter, logSize };
    if (listOf(wanted.filter).asked !== stateOfLog) void loadNewest(wanted, stateOfLog);
  }, [dashboard, id, key, logSize, stateOfLog, busy]);
  const wanted = { dashboard, filter, logSize };
  return {
    ...list,
    loadEarlier: () => void loadEarlier(wanted),
    tryAgain: () => void loadNewest(wanted, stateOfLog),
  };
}
