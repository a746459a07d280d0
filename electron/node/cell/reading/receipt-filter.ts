import type { ReceiptFilter } from '#shared/contract/domain/receipt.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import type { CellNode } from '../cell-node.ts';
import { nameOf } from '../trust/trust-view.ts';

/** So long that the beginning of a hash is not met by chance. */
const HASH_BEGINNING = /^[0-9a-f]{4,64}$/;

type Fits = (node: GraphNode) => boolean;

/** Whether a receipt is one of those that are asked for, by what is at hand of it; null where all are. */
export function receiptFilter(cell: CellNode, filter: ReceiptFilter): Fits | null {
  const { author, kind, fromMs, toMs, proposal } = filter;
  const tests: Fits[] = [
    ...(author === null ? [] : [({ entry }: GraphNode) => entry.author === author]),
    ...(kind === null ? [] : [({ entry }: GraphNode) => entry.kind === kind]),
    ...(fromMs === null ? [] : [({ entry }: GraphNode) => entry.at >= fromMs]),
    ...(toMs === null ? [] : [({ entry }: GraphNode) => entry.at < toMs]),
    ...(proposal === null ? [] : [within(aboutProposal(cell.log.book, proposal))]),
    ...termsOf(filter.text).map((term) => saysTerm(cell, term)),
  ];
  return tests.length === 0 ? null : (node) => tests.every((fits) => fits(node));
}

function within(hashes: ReadonlySet<string>): Fits {
  return ({ hash }) => hashes.has(hash);
}

/** Every valid receipt that has to do with a proposal. */
function aboutProposal(book: CellBook, proposal: string): ReadonlySet<string> {
  const ballots = book.ballotsOf(proposal);
  const nodes = [
    ...book.deliberationOn(proposal),
    ...ballots.flatMap(({ open: { hash }, slot }) => [
      ...[...book.votes(hash), ...book.withdraws(hash), ...book.closes(hash)],
      ...[...book.signs(slot), ...book.confirms(slot)].flatMap(({ node, body }) =>
        body.ballot === hash ? [node] : [],
      ),
      ...book.scarNotes(hash).flatMap((note) => [note, ...book.scarHeals(note.hash)]),
    ]),
  ];
  return new Set([proposal, ...ballots.map(({ open }) => open.hash), ...nodes.map(({ hash }) => hash)]);
}

function termsOf(text: string): string[] {
  // A hash is shown in groups, and copied so.
  const joined = text.replaceAll(/\s/g, '').toLowerCase();
  if (/[a-f0-9]{8}/.test(joined) && HASH_BEGINNING.test(joined)) return [joined];
  return text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

/** `carol 240`: a name, a number; or the beginning of a hash. */
function saysTerm(cell: CellNode, term: string): Fits {
  const { log } = cell;
  const ends = log.graph.authors().flatMap((author) => log.graph.heads(author));
  const epoch = log.book.epochAt(ends);
  const named = new Set(
    log.graph.authors().filter((author) => nameOf({ log, epoch }, author).toLocaleLowerCase().includes(term)),
  );
  const seq = /^\d{1,9}$/.test(term) ? Number(term) : null;
  const isHash = HASH_BEGINNING.test(term);
  return ({ hash, entry }) =>
    named.has(entry.author) || entry.seq === seq || (isHash && hash.startsWith(term));
}
