/** What people search for, as words: the index and what is looked through without it take them alike. */

/** As the tokenizer unicode61 has it: letters, numbers, private use, and the marks that belong to them. */
const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/** More words narrow nothing. */
const TERMS_MAX = 16;
/** Characters of a word; a longer one is found by its beginning. */
const TERM_MAX = 64;

/** Small letters without diacritics: `Été` as `ete`. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The folded words of a query, each once. */
export function termsOf(query: string): string[] {
  const words = [...query.matchAll(WORD)].map(([word]) => folded(word).slice(0, TERM_MAX));
  return [...new Set(words.filter((word) => word !== ''))].slice(0, TERMS_MAX);
}

/** The folded words of a text that is short. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => folded(word));
}

/** Whether one of the words begins so. */
export function hasTerm(words: readonly string[], term: string): boolean {
  return words.some((word) => word.startsWith(term));
}

/**
 * What MATCH is given: each term a quoted beginning, all of them to be there. The terms are words alone (no quote can
 * be in them), so nothing that is typed is ever a command of FTS5.
 */
export function matchAll(terms: readonly string[], column?: 'title' | 'text'): string {
  const all = terms.map((term) => `"${term}" *`).join(' AND ');
  return column ? `${column} : (${all})` : all;
}

/** Each word of a text with its place, one by one: a long text is not read further than is needed. */
export function* placedWords(text: string): Generator<{ from: number; to: number; word: string }> {
  for (const match of text.matchAll(WORD)) {
    const [found] = match;
    yield { from: match.index, to: match.index + found.length, word: folded(found) };
  }
}
