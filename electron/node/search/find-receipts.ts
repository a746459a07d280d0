import type { ReceiptHit, SearchQuery } from '#shared/contract/domain/search.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { KINDS } from '#shared/protocol/state/kinds.ts';
import { type Found, NOTHING } from './find-messages.ts';
import { hasTerm, wordsOf } from './search-terms.ts';

/** The beginning of a hash, as long that it is not met by chance. */
const HASH_BEGINNING = /^[0-9a-f]{4,64}$/;
const NUMBER = /^\d{1,9}$/;

export interface ReceiptsToFind {
  readonly nodes: Iterable<GraphNode>;
  readonly authors: ReadonlyMap<string, string>;
  /** SCID of whom the query asks for; null for nobody known. */
  readonly author: string | null;
  readonly show: (node: GraphNode) => ReceiptHit;
}

/** What one term says of a receipt. */
interface Meaning {
  readonly kinds: ReadonlySet<string>;
  readonly authors: ReadonlySet<string>;
  readonly seq: number | null;
  readonly hash: string | null;
}

/** Receipts by kind, author, number and the beginning of the hash; the newest first. */
export function findReceipts(
  { nodes, authors, author, show }: ReceiptsToFind,
  terms: readonly string[],
  query: Pick<SearchQuery, 'member' | 'fromMs' | 'toMs' | 'limit' | 'called'>,
  place: number | null,
): Found<ReceiptHit> {
  const fits = meaningOf(terms, authors, query.called?.receipts ?? {});
  if (!fits || (query.member !== null && author === null)) return NOTHING;
  const found: GraphNode[] = [];
  for (const node of nodes) {
    const { entry } = node;
    if (author !== null && entry.author !== author) continue;
    if (query.fromMs !== null && entry.at < query.fromMs) continue;
    if (query.toMs !== null && entry.at >= query.toMs) continue;
    if (fits(node)) found.push(node);
  }
  found.sort((a, b) => b.entry.at - a.entry.at || b.depth - a.depth || (a.hash < b.hash ? -1 : 1));
  const from = place ?? 0;
  const shown = found.slice(from, from + query.limit);
  const next = from + shown.length;
  return { hits: shown.map(show), next: next < found.length ? next : null, count: found.length };
}

/** Null where no receipt can fit. */
function meaningOf(
  terms: readonly string[],
  authors: ReadonlyMap<string, string>,
  called: Readonly<Record<string, string>>,
): ((node: GraphNode) => boolean) | null {
  // A hash is shown in groups, and copied so.
  const whole = terms.join('');
  if (terms.length > 1 && terms.every((term) => /^[0-9a-f]{4}$/.test(term)) && HASH_BEGINNING.test(whole)) {
    return ({ hash }) => hash.startsWith(whole);
  }
  const kinds = Object.keys(KINDS).map((kind) => [kind, wordsOf(`${kind} ${called[kind] ?? ''}`)] as const);
  const names = [...authors].map(([scid, name]) => [scid, wordsOf(name)] as const);
  const meanings = terms.map(
    (term): Meaning => ({
      kinds: new Set(kinds.filter(([, words]) => hasTerm(words, term)).map(([kind]) => kind)),
      authors: new Set(names.filter(([, words]) => hasTerm(words, term)).map(([scid]) => scid)),
      seq: NUMBER.test(term) ? Number(term) : null,
      hash: HASH_BEGINNING.test(term) ? term : null,
    }),
  );
  const isHopeless = meanings.some(
    ({ kinds: some, authors: by, seq, hash }) =>
      some.size === 0 && by.size === 0 && seq === null && hash === null,
  );
  if (isHopeless) return null;
  return ({ hash, entry }) =>
    meanings.every(
      (one) =>
        one.kinds.has(entry.kind) ||
        one.authors.has(entry.author) ||
        one.seq === entry.seq ||
        (one.hash !== null && hash.startsWith(one.hash)),
    );
}
