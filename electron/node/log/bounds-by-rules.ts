import { type FeedBounds, feedBoundsOf } from '#shared/protocol/log/feed-bounds.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';

/** How much of one feed is taken, by the newest rules that are known here; they are read anew when the log grows. */
export function boundsByRules(book: CellBook): () => FeedBounds {
  let known: { readonly size: number; readonly bounds: FeedBounds } | null = null;
  return () => {
    const { graph } = book;
    if (known?.size !== graph.size) {
      const heads = graph.authors().flatMap((author) => graph.heads(author));
      const bounds = feedBoundsOf(heads.length > 0 ? book.epochAt(heads).rules : {});
      known = { size: graph.size, bounds };
    }
    return known.bounds;
  };
}
