import type { MessageState } from '#shared/contract/domain/message.ts';
import type { MessageHit, SearchQuery } from '#shared/contract/domain/search.ts';
import { SEARCH_COUNTED_MAX } from '#shared/contract/search-kinds.ts';
import { excerpt } from './excerpt.ts';
import type { Finder } from './passing-index.ts';

/** What one kind answers: the hits of a page, where the next one begins, and how many there are in all. */
export interface Found<Hit> {
  readonly hits: Hit[];
  readonly next: number | null;
  readonly count: number;
}

export const NOTHING = { hits: [], next: null, count: 0 };

/** The newest first; `place` is the number of the last message of the page before. */
export function findMessages(
  finder: Finder,
  terms: readonly string[],
  query: Pick<SearchQuery, 'member' | 'fromMs' | 'toMs' | 'limit'>,
  place: number | null,
): Found<MessageHit> {
  const { member, fromMs, toMs, limit } = query;
  const filter = { member, fromMs, toMs };
  const rows = finder.messages(terms, filter, place ?? Number.MAX_SAFE_INTEGER, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    hits: shown.map((row) => ({
      number: row.id,
      id: row.uuid,
      direction: row.direction,
      thread: row.thread,
      senderDid: row.sender_did,
      state: row.state as MessageState,
      createdAtMs: row.created_at_ms,
      parts: excerpt(row.payload, terms),
    })),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    count: finder.countMessages(terms, filter, SEARCH_COUNTED_MAX + 1),
  };
}
