import { useEffect, useState } from 'react';
import type { SearchAnswer, SearchKind } from '#shared/contract/domain/search.ts';
import { searchCalled } from '#shared/words/reasons/search-words.ts';
import { useDashboard } from '../../state/context.tsx';
import type { SearchWish } from '../../state/use-search.ts';

type Pages = { readonly [Kind in SearchKind]: SearchAnswer[Kind] };

export interface MoreHits {
  readonly pages: Pages;
  readonly busy: SearchKind | null;
  readonly showMore: (kind: SearchKind) => void;
}

/** The pages after the first, which another answer forgets. */
export function useMore(answer: SearchAnswer, wish: SearchWish): MoreHits {
  const dashboard = useDashboard();
  const [pages, setPages] = useState<Pages>(answer);
  const [busy, setBusy] = useState<SearchKind | null>(null);
  useEffect(() => setPages(answer), [answer]);
  const showMore = async (kind: SearchKind) => {
    const place = pages[kind].next;
    if (place === null || busy) return;
    setBusy(kind);
    const query = { ...wish, called: searchCalled(), after: { kind, place } };
    const found = await dashboard.call('search.find', query);
    setBusy(null);
    if (!found.ok) return;
    setPages((old) => ({
      ...old,
      [kind]: { ...found.value[kind], hits: [...old[kind].hits, ...found.value[kind].hits] },
    }));
  };
  return { pages, busy, showMore: (kind) => void showMore(kind) };
}
