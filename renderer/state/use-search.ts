import { useEffect, useState } from 'react';
import type { CallInput } from '#shared/contract/contract.ts';
import type { SearchAnswer, SearchKind } from '#shared/contract/domain/search.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { searchCalled } from '#shared/words/reasons/search-words.ts';
import { useDashboard, useDashboardState } from './context.tsx';

/** Typing on within this time asks once. */
const TYPING_MS = 60;
/** While the index is made, it is asked again. */
const AGAIN_MS = 1_000;

export type SearchWish = Omit<CallInput<'search.find'>, 'called' | 'after'>;

export interface Searched {
  /** For what was asked last and answered; null before, and for nothing to search for. */
  readonly answer: SearchAnswer | null;
  /** What it answers. */
  readonly text: string;
  readonly failure: Failure | null;
}

/** What the node finds, asked again as words are typed, as messages come, and while the index is made. */
export function useSearch(wish: SearchWish): Searched {
  const dashboard = useDashboard();
  const told = useDashboardState((state) => state.messagesTold);
  const receipts = useDashboardState((state) => state.snapshot?.cell?.receipts ?? 0);
  const [searched, setSearched] = useState<Searched>({ answer: null, text: '', failure: null });
  const [again, setAgain] = useState(0);
  const asked = JSON.stringify(wish);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told, and time, make another answer
  useEffect(() => {
    const query = JSON.parse(asked) as SearchWish;
    if (query.text.trim() === '') {
      setSearched({ answer: null, text: '', failure: null });
      return;
    }
    let isCurrent = true;
    let later: ReturnType<typeof setTimeout> | undefined;
    const timer = setTimeout(async () => {
      const found = await dashboard.call('search.find', { ...query, called: searchCalled() });
      if (!isCurrent) return;
      if (found.ok) {
        setSearched({ answer: found.value, text: query.text, failure: null });
        if (found.value.index.state === 'building')
          later = setTimeout(() => setAgain((n) => n + 1), AGAIN_MS);
      } else setSearched((old) => ({ ...old, failure: found.error }));
    }, TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      clearTimeout(later);
    };
  }, [dashboard, asked, told, receipts, again]);
  return searched;
}

export type HitsOf<Kind extends SearchKind> = SearchAnswer[Kind]['hits'];
