import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';

/** `P-3`, or `P-3·alice` where drafts that did not know each other took one number. */
export function draftLabel(
  book: Pick<CellBook, 'draftsNumbered'>,
  { entry }: GraphNode,
  nameOf: (scid: string) => string,
): string {
  const number = Number(entry.body.number);
  const isShared = book.draftsNumbered(number).length > 1;
  return isShared ? `P-${number}·${nameOf(entry.author)}` : `P-${number}`;
}
