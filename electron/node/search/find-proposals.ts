import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { ProposalHit, SearchQuery } from '#shared/contract/domain/search.ts';
import { deliberationOf } from '#shared/protocol/closing/deliberation.ts';
import { compareCausally, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { IntegrityLog } from '../log/integrity-log.ts';
import { excerpt } from './excerpt.ts';
import type { Found } from './find-messages.ts';
import type { Finder } from './passing-index.ts';
import { hasTerm, wordsOf } from './search-terms.ts';

type Place = ProposalHit['place'];

/** Where a term stands in a proposal as it is now. */
interface Evidence {
  readonly place: Place;
  /** Null for what stands in the row itself. */
  readonly node: GraphNode | null;
}

/** What is shown of a proposal that is found in several places. */
const PLACES: readonly Place[] = ['title', 'text', 'comment', 'label'];

export interface ProposalsToFind {
  readonly log: Pick<IntegrityLog, 'book' | 'graph'>;
  /** The newest first. */
  readonly all: readonly ProposalSummary[];
  /** SCID by the DID of whom the query asks for; null for nobody known. */
  readonly author: string | null;
}

/**
 * Proposals in which each term stands somewhere: in label, proposer, title, text or comments, as they are now. What
 * stood in an earlier version does not count. `place` is how many come before the page.
 */
export function findProposals(
  finder: Finder,
  { log, all, author }: ProposalsToFind,
  terms: readonly string[],
  query: Pick<SearchQuery, 'member' | 'fromMs' | 'toMs' | 'limit' | 'called'>,
  place: number | null,
): Found<ProposalHit> {
  const current = new Current(log);
  const byTerm = terms.map((term) => evidenceOf(finder, current, log, all, term, query));
  const [first, ...others] = byTerm;
  const found = all.filter(
    (one) =>
      first?.has(one.id) &&
      others.every((evidence) => evidence.has(one.id)) &&
      (query.fromMs === null || one.createdAtMs >= query.fromMs) &&
      (query.toMs === null || one.createdAtMs < query.toMs) &&
      (query.member === null || (author !== null && isBy(log, one, byTerm, author))),
  );
  const from = place ?? 0;
  const shown = found.slice(from, from + query.limit);
  const next = from + shown.length;
  return {
    hits: shown.map((proposal) => hitOf(log, proposal, byTerm, terms, query)),
    next: next < found.length ? next : null,
    count: found.length,
  };
}

function evidenceOf(
  finder: Finder,
  current: Current,
  log: Pick<IntegrityLog, 'book' | 'graph'>,
  all: readonly ProposalSummary[],
  term: string,
  { called }: Pick<SearchQuery, 'called'>,
): Map<string, Evidence[]> {
  const evidence = new Map<string, Evidence[]>();
  const add = (id: string, one: Evidence): void => {
    const held = evidence.get(id);
    if (held) held.push(one);
    else evidence.set(id, [one]);
  };
  for (const one of all) {
    const title = titleSaid(one, called);
    if (one.auto && hasTerm(wordsOf(title), term)) add(one.id, { place: 'title', node: null });
    if (hasTerm(wordsOf(`${one.label} ${one.proposer}`), term)) add(one.id, { place: 'label', node: null });
  }
  for (const column of ['title', 'text'] as const) {
    for (const hash of finder.entries(log.graph.cell, term, column)) {
      const node = log.graph.get(hash);
      const about = node ? current.about(node, column) : null;
      if (node && about) add(about.id, { place: about.place, node });
    }
  }
  return evidence;
}

/** A title that a node made is found as the asker's language says it, too. */
function titleSaid({ title, auto }: ProposalSummary, called: SearchQuery['called']): string {
  const shown = (auto && called?.proposals[auto.code]) ?? '';
  return shown === '' ? title : `${title} ${shown}`;
}

function isBy(
  { graph }: Pick<IntegrityLog, 'graph'>,
  { id }: ProposalSummary,
  byTerm: readonly Map<string, Evidence[]>[],
  author: string,
): boolean {
  const proposer = graph.get(id)?.entry.author;
  return byTerm.some((terms) =>
    (terms.get(id) ?? []).some(({ node }) => (node?.entry.author ?? proposer) === author),
  );
}

function hitOf(
  log: Pick<IntegrityLog, 'book' | 'graph'>,
  proposal: ProposalSummary,
  byTerm: readonly Map<string, Evidence[]>[],
  terms: readonly string[],
  { called }: Pick<SearchQuery, 'called'>,
): ProposalHit {
  const all = byTerm.flatMap((evidence) => evidence.get(proposal.id) ?? []);
  const best = [...all].sort((a, b) => PLACES.indexOf(a.place) - PLACES.indexOf(b.place))[0];
  const text = best?.node ? textOf(best.node, best.place) : titleSaid(proposal, called);
  const draft = log.graph.get(proposal.id);
  const shown = best?.place === 'label' && draft ? deliberationOf(log.book, draft).text : text;
  return { proposal, place: best?.place ?? 'label', parts: excerpt(shown, terms) };
}

function textOf({ entry }: GraphNode, place: Place): string {
  const { title, text, comment } = entry.body as { title?: unknown; text?: unknown; comment?: unknown };
  const said = place === 'title' ? title : (text ?? comment);
  return typeof said === 'string' ? said : '';
}

/** Which entries say what a proposal is now. */
class Current {
  readonly #log: Pick<IntegrityLog, 'book' | 'graph'>;
  readonly #versions = new Map<string, string>();

  constructor(log: Pick<IntegrityLog, 'book' | 'graph'>) {
    this.#log = log;
  }

  about(node: GraphNode, column: 'title' | 'text'): { id: string; place: Place } | null {
    const { book } = this.#log;
    const { kind, body } = node.entry;
    if (!book.verdict(node).valid) return null;
    if (kind === 'draft' || kind === 'revise') {
      const id = kind === 'draft' ? node.hash : String(body.proposal);
      if (this.#version(id) !== node.hash) return null;
      // Once the vote is opened, its own text is what is voted on.
      if (column === 'text' && book.ballotsOf(id).length > 0) return null;
      return { id, place: column };
    }
    if (kind === 'open') {
      const id = String(body.proposal);
      return book.ballotsOf(id).at(-1)?.open.hash === node.hash ? { id, place: 'text' } : null;
    }
    if (kind === 'comment') return { id: String(body.proposal), place: 'comment' };
    return this.#ofVote(node);
  }

  /** What was said with the newest vote of its author, in the newest attempt. */
  #ofVote(node: GraphNode): { id: string; place: Place } | null {
    const { book } = this.#log;
    const hash = String(node.entry.body.ballot);
    const id = book.ballot(hash)?.body.proposal;
    if (id === undefined || book.ballotsOf(id).at(-1)?.open.hash !== hash) return null;
    const votes = book.votes(hash).filter(({ entry }) => entry.author === node.entry.author);
    return votes.every((vote) => vote.depth <= node.depth) ? { id, place: 'comment' } : null;
  }

  #version(id: string): string {
    const known = this.#versions.get(id);
    if (known !== undefined) return known;
    const revisions = this.#log.book.deliberationOn(id).filter(({ entry }) => entry.kind === 'revise');
    const newest = [...revisions].sort(compareCausally).at(-1)?.hash ?? id;
    this.#versions.set(id, newest);
    return newest;
  }
}
