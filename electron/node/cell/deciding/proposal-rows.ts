import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { heldByOf, labelOf, summaryOf, type ViewContext } from './proposal-view.ts';

/** What rows rest on beside the log: as long as it is equal, an entry changes only the rows that it is about. */
export interface RowsContext extends ViewContext {
  /** By how much deadlines are shown later than they were stored. */
  readonly aheadMs: number;
  /** Grows with each news of what other members hold. */
  readonly heard: number;
}

/**
 * The rows of the board, the newest first: kept, so that a vote costs as much among a thousand proposals as among
 * ten. A row that reads the same stays the same object.
 */
export class ProposalRows {
  readonly #rows = new Map<string, ProposalSummary>();
  #list: readonly ProposalSummary[] = [];
  #key = '';
  #heard = -1;
  /** Entries that the rows tell of, and those that were noted since. */
  #size = 0;
  #noted = 0;
  readonly #touched = new Set<string>();

  /** Entries were applied; each of them is to be noted, once it is. */
  note({ log }: Pick<ViewContext, 'log'>, nodes: readonly GraphNode[]): void {
    this.#noted += nodes.length;
    for (const node of nodes) for (const id of aboutWhich(log, node)) this.#touched.add(id);
  }

  list(context: RowsContext): readonly ProposalSummary[] {
    const { graph } = context.log;
    const key = keyOf(context);
    const isKept = key === this.#key && graph.size === this.#size + this.#noted;
    if (!isKept) this.#makeAll(context);
    else if (this.#touched.size > 0) this.#makeTouched(context);
    if (context.heard !== this.#heard) this.#lookWhoHolds(context);
    this.#key = key;
    this.#heard = context.heard;
    this.#size = graph.size;
    this.#noted = 0;
    this.#touched.clear();
    return this.#list;
  }

  #makeAll(context: RowsContext): void {
    this.#rows.clear();
    for (const draft of context.log.book.drafts()) this.#make(context, draft);
    this.#sort();
  }

  #makeTouched(context: RowsContext): void {
    const { book } = context.log;
    const drafts = [...this.#touched].map((id) => book.draft(id)).filter((draft) => draft !== undefined);
    const more = drafts.filter(({ hash }) => !this.#rows.has(hash));
    for (const draft of drafts) this.#make(context, draft);
    if (more.length > 0) {
      for (const draft of more) this.#tellApart(context, draft);
      this.#sort();
    } else this.#list = this.#list.map((row) => this.#rows.get(row.id) ?? row);
  }

  #make(context: RowsContext, draft: GraphNode): void {
    this.#rows.set(draft.hash, summaryOf(context, draft));
  }

  /** A number that an older draft has taken too is told apart by the name from now on. */
  #tellApart(context: RowsContext, { entry }: GraphNode): void {
    for (const draft of context.log.book.draftsNumbered(Number(entry.body.number))) {
      const row = this.#rows.get(draft.hash);
      if (row) this.#rows.set(draft.hash, { ...row, label: labelOf(context, draft) });
    }
  }

  #lookWhoHolds(context: RowsContext): void {
    for (const [id, row] of this.#rows) {
      const heldBy = row.myVote && heldByOf(context, row.myVote.receipt);
      if (row.myVote && heldBy !== null && heldBy !== row.myVote.heldBy)
        this.#rows.set(id, { ...row, myVote: { ...row.myVote, heldBy } });
    }
    this.#list = this.#list.map((row) => this.#rows.get(row.id) ?? row);
  }

  #sort(): void {
    this.#list = [...this.#rows.values()].sort(
      (a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? -1 : 1),
    );
  }
}

function keyOf({ me, epoch, aheadMs }: RowsContext): string {
  return `${me} ${epoch.number} ${epoch.certifiedBy} ${aheadMs}`;
}

/** The proposals that an entry names, with those that stand against them in one slot. */
function aboutWhich({ book, graph }: ViewContext['log'], { hash, entry }: GraphNode): string[] {
  if (entry.kind === 'scar-heal') {
    const note = graph.get(String(entry.body.note));
    return note?.entry.kind === 'scar-note' ? aboutWhich({ book, graph }, note) : [];
  }
  const { proposal, ballot, slot } = entry.body as { proposal?: unknown; ballot?: unknown; slot?: unknown };
  if (entry.kind === 'draft') return [hash];
  const opened = book.ballot(entry.kind === 'open' ? hash : String(ballot));
  const rivals = [opened?.slot, typeof slot === 'string' ? slot : undefined].flatMap((one) =>
    one === undefined ? [] : book.ballotsIn(one).map(({ body }) => body.proposal),
  );
  return typeof proposal === 'string' ? [proposal, ...rivals] : rivals;
}
