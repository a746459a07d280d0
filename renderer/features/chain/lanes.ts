import type { Receipt } from '#shared/contract/domain/receipt.ts';

export interface Block {
  readonly receipt: Receipt;
  /** Column from the left: the place in causal order. */
  readonly column: number;
  readonly lane: number;
}

export interface Lanes {
  readonly authors: readonly string[];
  readonly blocks: readonly Block[];
  /** First place in `receipts` that is not shown any more, from the left and from the right. */
  readonly from: number;
  readonly to: number;
}

/**
 * As many receipts as there are columns, `offset` of the newest left out. Lanes are authors in the order given;
 * authors who are no members any more come after them.
 */
export function lanesOf(
  receipts: readonly Receipt[],
  members: readonly string[],
  columns: number,
  offset: number,
): Lanes {
  const to = Math.max(Math.min(columns, receipts.length), receipts.length - Math.max(0, offset));
  const from = Math.max(0, to - columns);
  const others = [...new Set(receipts.map((receipt) => receipt.author))].filter(
    (author) => !members.includes(author),
  );
  const authors = [...members, ...others];
  const blocks = receipts.slice(from, to).map((receipt, column) => ({
    receipt,
    column,
    lane: authors.indexOf(receipt.author),
  }));
  return { authors, blocks, from, to };
}

/** How many of the newest to leave out so that the receipt at `index` is seen; as now, where it is. */
export function offsetToShow(index: number, total: number, columns: number, offset: number): number {
  const to = total - offset;
  if (index >= to - columns && index < to) return offset;
  return Math.max(0, Math.min(total - columns, total - index - 1 - Math.floor(columns / 2)));
}

/** Left and right stay in the lane; up and down go to the nearest block of the next lane that has one. */
export function neighbour(blocks: readonly Block[], from: Block, key: string): Block | null {
  const inLane = blocks.filter((block) => block.lane === from.lane);
  const place = inLane.findIndex((block) => block.receipt.hash === from.receipt.hash);
  switch (key) {
    case 'ArrowLeft':
      return inLane[place - 1] ?? null;
    case 'ArrowRight':
      return inLane[place + 1] ?? null;
    case 'Home':
      return inLane[0] ?? null;
    case 'End':
      return inLane.at(-1) ?? null;
    case 'ArrowUp':
      return nearest(blocks, from, -1);
    case 'ArrowDown':
      return nearest(blocks, from, 1);
    default:
      return null;
  }
}

function nearest(blocks: readonly Block[], from: Block, step: 1 | -1): Block | null {
  const beyond = blocks.filter((block) => (block.lane - from.lane) * step > 0);
  if (beyond.length === 0) return null;
  const lanes = beyond.map((block) => block.lane);
  const lane = step === 1 ? Math.min(...lanes) : Math.max(...lanes);
  return beyond
    .filter((block) => block.lane === lane)
    .reduce((best, block) =>
      Math.abs(block.column - from.column) < Math.abs(best.column - from.column) ? block : best,
    );
}
