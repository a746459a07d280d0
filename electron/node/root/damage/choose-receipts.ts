import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { CheckedEntry } from '../../log/signed-entry.ts';

export interface FoundReceipts {
  /** By rows of the database. */
  readonly read: ReadonlyMap<string, CheckedEntry>;
  /** Beside those, in pages that nothing leads to. */
  readonly carved: ReadonlyMap<string, CheckedEntry>;
}

export interface OwnFeed {
  readonly cell: string;
  readonly scid: string;
  /** The own key, as a Multikey. */
  readonly key: string;
  /** The newest own entry, by the mark outside of the home; null where nothing says so. */
  readonly marked: string | null;
}

export interface ChosenReceipts {
  readonly receipts: CheckedEntry[];
  /** All that this node has ever signed is among them, as far as the mark tells. */
  readonly isOwnWhole: boolean;
}

/**
 * What goes into a new database. Of others, everything: it is judged again, and they could send it. Of one's own, what
 * leads up to the marked entry; a page may still hold an entry that was never told to anybody and whose place was used
 * again, and to show both would look like a fork. Without the mark's chain, what stands alone in its place by the rows.
 */
export function chooseReceipts({ read, carved }: FoundReceipts, own: OwnFeed): ChosenReceipts {
  const all = new Map([...carved, ...read]);
  const isOwn = (receipt: CheckedEntry) => {
    const { author, key } = receipt.entry;
    return cellOf(receipt) === own.cell && (author === own.scid || key === own.key);
  };
  const { chain, isWhole } = chainTo(all, own.marked);
  const alone = isWhole ? new Set<string>() : aloneInPlace([...read.values()].filter(isOwn), chain, all);
  const receipts = [...all.values()].filter((receipt) => {
    if (cellOf(receipt) !== own.cell) return read.has(receipt.hash);
    return !isOwn(receipt) || chain.has(receipt.hash) || alone.has(receipt.hash);
  });
  return { receipts, isOwnWhole: isWhole };
}

/** A cell is called by the hash of the entry that founds it. */
export function cellOf({ hash, entry }: CheckedEntry): string {
  return entry.cell === ZERO_HASH ? hash : entry.cell;
}

function chainTo(
  all: ReadonlyMap<string, CheckedEntry>,
  marked: string | null,
): { chain: Set<string>; isWhole: boolean } {
  const chain = new Set<string>();
  let hash = marked;
  while (hash !== null && hash !== ZERO_HASH) {
    const receipt = all.get(hash);
    if (!receipt || chain.has(hash)) return { chain, isWhole: false };
    chain.add(hash);
    hash = receipt.entry.prev;
  }
  return { chain, isWhole: marked !== null };
}

function aloneInPlace(
  own: readonly CheckedEntry[],
  chain: ReadonlySet<string>,
  all: ReadonlyMap<string, CheckedEntry>,
): Set<string> {
  const places = new Map<string, Set<string>>();
  const put = ({ hash, entry }: CheckedEntry) => {
    const place = `${entry.key} ${entry.cell} ${entry.gen} ${entry.seq}`;
    places.set(place, (places.get(place) ?? new Set()).add(hash));
  };
  for (const receipt of own) put(receipt);
  for (const hash of chain) {
    const receipt = all.get(hash);
    if (receipt) put(receipt);
  }
  const alone = [...places.values()].filter(({ size }) => size === 1).flatMap((hashes) => [...hashes]);
  return new Set(alone);
}
