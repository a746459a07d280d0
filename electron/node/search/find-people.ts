import type { PersonHit, SearchQuery } from '#shared/contract/domain/search.ts';
import { type Found, NOTHING } from './find-messages.ts';
import { hasTerm, wordsOf } from './search-terms.ts';

/** People by their names, or by the beginning of what follows the method in their DID. */
export function findPeople(
  people: readonly PersonHit[],
  terms: readonly string[],
  query: Pick<SearchQuery, 'member' | 'limit'>,
  place: number | null,
): Found<PersonHit> {
  if (terms.length === 0) return NOTHING;
  const found = people.filter(({ did, name }) => {
    if (query.member !== null && query.member !== did) return false;
    const words = [...wordsOf(name), ...wordsOf(did)];
    return terms.every((term) => hasTerm(words, term));
  });
  const from = place ?? 0;
  const shown = found.slice(from, from + query.limit);
  const next = from + shown.length;
  return { hits: shown, next: next < found.length ? next : null, count: found.length };
}
