import type { About, Receipt, ReceiptFilter, ReceiptPage } from '#shared/contract/domain/receipt.ts';
import type { ReceiptHit } from '#shared/contract/domain/search.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { bridgeTo } from '#shared/protocol/bridges/bridge-book.ts';
import { ZERO_HASH } from '#shared/protocol/log/entry.ts';
import { compareCausally, type EntryGraph, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { says } from '#shared/protocol/saying.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import type { CellNode } from '../cell-node.ts';
import { draftTitle } from '../draft-title.ts';
import { nameOf } from '../trust/trust-view.ts';
import { deedOf } from './receipt-deed.ts';
import { receiptFilter } from './receipt-filter.ts';

export interface ReceiptQuery extends ReceiptFilter {
  /** Position of the oldest receipt already held, or null for the newest page. */
  readonly before: number | null;
  readonly limit: number;
}

/** A page of the log in causal order, newest last; of what fits, however long the log is. */
export function receiptPage(cell: CellNode, query: ReceiptQuery): ReceiptPage {
  const { ordered } = orderOf(cell.log.graph);
  const fits = receiptFilter(cell, query);
  const end = Math.min(query.before ?? ordered.length, ordered.length);
  const found: number[] = [];
  let more = 0;
  for (let position = end - 1; position >= 0; position -= 1) {
    if (fits && !fits(ordered[position] as GraphNode)) continue;
    if (found.length < query.limit) found.push(position);
    else if (fits && query.before === null) more += 1;
    else {
      more = position + 1;
      break;
    }
  }
  const receipts = found
    .reverse()
    .map((position) => receiptOf(cell, ordered[position] as GraphNode, position));
  const total = query.before === null ? found.length + more : null;
  return { receipts, more: more > 0, total };
}

/** Throws `not-found`. */
export function oneReceipt(cell: CellNode, hash: string): Receipt {
  const { graph } = cell.log;
  const node = graph.get(hash);
  if (!node) throw new GhostStackError('not-found', says('error.cell.noSuchReceipt'));
  return receiptOf(cell, node, orderOf(graph).ordered.indexOf(node));
}

interface CausalOrder {
  readonly ordered: readonly GraphNode[];
  readonly size: number;
}

const orders = new WeakMap<EntryGraph, CausalOrder>();

/** A graph only grows: as long as it has as many nodes, their order is what it was. */
function orderOf(graph: EntryGraph): CausalOrder {
  const known = orders.get(graph);
  if (known?.size === graph.size) return known;
  const ordered = [...graph.nodes()].sort(compareCausally);
  const order = { ordered, size: ordered.length };
  orders.set(graph, order);
  return order;
}

/** Shows receipts without their place among all others. */
export function receiptShown(cell: CellNode): (node: GraphNode) => ReceiptHit {
  return (node) => {
    const { hash, author, name, gen, seq, kind, atMs, deed } = receiptOf(cell, node, 0);
    return { hash, author, name, gen, seq, kind, atMs, deed };
  };
}

function receiptOf(cell: CellNode, node: GraphNode, position: number): Receipt {
  const { book } = cell.log;
  const { hash, entry } = node;
  const verdict = book.verdict(node);
  const member = book.epochOf(node).members.find(({ scid }) => scid === entry.author);
  const name = member?.alias ?? entry.author.slice(0, 8);
  return {
    hash,
    author: entry.author,
    name,
    gen: entry.gen,
    seq: entry.seq,
    kind: entry.kind,
    atMs: entry.at,
    deed: deedOf(node, {
      about: (ballot) => aboutOf(cell, ballot),
      nameOf: (scid) => nameOf({ log: cell.log, epoch: book.epochOf(node) }, scid),
      bridgeTo: (to) => bridgeTo(book.epochOf(node), to),
    }),
    valid: verdict.valid,
    reason: verdict.valid ? null : verdict.says,
    position,
    prev: entry.prev === ZERO_HASH ? null : entry.prev,
    seen: node.parents.filter((parent) => parent !== node.prev).map((parent) => parent.hash),
    decided: decidedBy(cell, node),
  };
}

/** The proposal whose vote a receipt belongs to, if something is certified there. */
function decidedBy({ log: { book } }: CellNode, { hash, entry }: GraphNode): string | null {
  try {
    const ballot = book.ballot(entry.kind === 'open' ? hash : String(entry.body.ballot));
    return ballot && book.isCertified(ballot.slot) ? ballot.body.proposal : null;
  } catch {
    // One entry that cannot be told of must not keep a page of others from being shown.
    return null;
  }
}

/** The proposal that a ballot decides, that a draft is, or that a note is about. */
function aboutOf(cell: CellNode, hash: string): About {
  const { book, graph } = cell.log;
  // An approval names the note, which names the ballot.
  const named = graph.get(hash);
  const ballot = book.ballot(named?.entry.kind === 'scar-note' ? String(named.entry.body.ballot) : hash);
  const draft = graph.get(ballot?.body.proposal ?? hash);
  return draft ? draftTitle(book, draft, ballot) : null;
}

/** A receipt as it is stored, to be read by people. Throws `not-found`. */
export function rawReceipt(log: IntegrityLog, hash: string): { json: string } {
  const node = log.graph.get(hash);
  if (!node) throw new GhostStackError('not-found', says('error.cell.noSuchReceipt'));
  return { json: JSON.stringify(JSON.parse(log.textOf(node)), null, 2) };
}
