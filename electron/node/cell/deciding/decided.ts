import type {
  CertificateView,
  ProposalSummary,
  TallyView,
  Titled,
} from '#shared/contract/domain/governance.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { proposalSummaries } from './proposal-view.ts';

/** A decision as anyone can recompute it from the receipts of a log. */
export interface Decided extends Titled {
  readonly label: string;
  readonly outcome: ProposalSummary['state'];
  readonly tally: TallyView;
  readonly certificate: CertificateView;
}

/** What the receipts of a log decide, with the certificates, the oldest first. */
export function decidedIn(book: CellBook): Decided[] {
  const { graph } = book;
  const heads = graph.authors().flatMap((author) => graph.heads(author));
  if (heads.length === 0) return [];
  const reader = { log: { book, graph }, me: '', epoch: book.epochAt(heads) };
  return proposalSummaries({ ...reader, storedAtMs: () => null, heldBy: () => 0 })
    .flatMap(({ label, title, auto, state, tally, certificate }) =>
      certificate ? [{ label, title, auto, outcome: state, tally, certificate }] : [],
    )
    .reverse();
}
