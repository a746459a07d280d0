import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import {
  ANY_RECEIPT,
  type Receipt,
  type ReceiptFilter,
  type ReceiptPage,
} from '#shared/contract/domain/receipt.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { useDashboard } from '../../state/context.tsx';
import type { Dashboard } from '../../state/dashboard-store.ts';
import type { ReadCell } from './read-cell.ts';

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
  /** By cell and filter. */
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
const useReceiptStore = create<State>(() => ({ lists: {} }));

type Which = Pick<Wanted, 'cell' | 'filter'>;

function keyOf({ cell, filter }: { readonly cell: Pick<ReadCell, 'id'>; readonly filter: ReceiptFilter }) {
  return `${cell.id} ${JSON.stringify(filter)}`;
}

function listOf(which: Which): ReceiptList {
  return useReceiptStore.getState().lists[keyOf(which)] ?? NONE;
}

/** Lists by other filters are forgotten: of each there may be a whole log. */
function change(which: Which, next: Partial<ReceiptList>): void {
  const key = keyOf(which);
  const every = keyOf({ cell: which.cell, filter: ANY_RECEIPT });
  useReceiptStore.setState(({ lists }) => ({
    lists: {
      ...Object.fromEntries(
        Object.entries(lists).filter(([one]) => one === every || !one.startsWith(which.cell.id)),
      ),
      [key]: { ...(lists[key] ?? NONE), ...next },
    },
  }));
}

interface Wanted {
  readonly dashboard: Dashboard;
  readonly cell: ReadCell;
  readonly filter: ReceiptFilter;
}

async function loadNewest(wanted: Wanted, asked: string): Promise<void> {
  const logSize = wanted.cell.receipts;
  const before = listOf(wanted);
  if (before.busy) return;
  change(wanted, { asked });
  const page = await ask(wanted, null, PAGE_LENGTH);
  if (!page) return;
  const whole = withNewest(before, page);
  if (whole) {
    change(wanted, { ...whole, logSize });
    return;
  }
  // A receipt that came late belongs between older ones: news replace what is held.
  const limit = Math.min(REFRESH_MAX, Math.max(PAGE_LENGTH, before.receipts.length));
  const again = limit === PAGE_LENGTH ? page : await ask(wanted, null, limit);
  if (again) change(wanted, { ...again, logSize });
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
  const logSize = wanted.cell.receipts;
  const { busy, receipts, logSize: before } = listOf(wanted);
  const oldest = receipts[0];
  if (busy || !oldest) return;
  const page = await ask(wanted, oldest.position + logSize - before, PAGE_LENGTH);
  if (!page) return;
  const held = listOf(wanted).receipts;
  const known = new Set(held.map((receipt) => receipt.hash));
  const older = page.receipts.filter((receipt) => !known.has(receipt.hash));
  change(wanted, { receipts: [...older, ...held], more: page.more, busy: false });
}

/** A page, or null when it failed: the list says why then. */
async function ask(
  wanted: Wanted,
  before: number | null,
  limit: number,
): Promise<(ReceiptPage & { busy: false }) | null> {
  const { dashboard, filter, cell } = wanted;
  change(wanted, { busy: true, failure: null });
  const answer = await dashboard.call('log.page', { ...filter, cell: cell.id, before, limit });
  if (answer.ok) return { ...answer.value, busy: false };
  change(wanted, { busy: false, failure: answer.error });
  return null;
}

export interface LoadedReceipts extends ReceiptList {
  readonly loadEarlier: () => void;
  /** After a failure. */
  readonly tryAgain: () => void;
}

/** The receipts of a cell that fit a filter and are loaded, kept current, with the calls for more; none without a cell. */
export function useReceipts(cell: ReadCell | null, filter: ReceiptFilter): LoadedReceipts {
  const dashboard = useDashboard();
  const latest = useRef(cell);
  latest.current = cell;
  const key = keyOf({ cell: cell ?? { id: '' }, filter });
  const stateOfLog = `${cell?.id} ${cell?.receipts}`;
  const list = useReceiptStore((state) => state.lists[key] ?? NONE);
  const { busy } = list;
  useEffect(() => {
    const read = latest.current;
    if (busy || !read) return;
    const wanted = {
      dashboard,
      cell: read,
      filter: JSON.parse(key.slice(key.indexOf(' '))) as ReceiptFilter,
    };
    if (listOf(wanted).asked !== stateOfLog) void loadNewest(wanted, stateOfLog);
  }, [dashboard, key, stateOfLog, busy]);
  return {
    ...list,
    loadEarlier: () => void (cell && loadEarlier({ dashboard, filter, cell })),
    tryAgain: () => void (cell && loadNewest({ dashboard, filter, cell }, stateOfLog)),
  };
}
