import type { Cell, Holdings } from '#shared/contract/domain/cell.ts';
import type { ProposalCounts, ProposalSummary } from '#shared/contract/domain/governance.ts';
import type { LogReport, Receipt, ReceiptPage } from '#shared/contract/domain/receipt.ts';
import type { Trust } from '#shared/contract/domain/trust.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { Votes } from '../agent/vote-watch.ts';
import type { Work } from '../care/backup/work.ts';
import { holdingsOf } from '../cell/reading/holdings.ts';
import { verifyBeside } from '../cell/reading/log-report.ts';
import { oneReceipt, type ReceiptQuery, rawReceipt, receiptPage } from '../cell/reading/receipts.ts';
import { knownName } from '../cell/trust/trust-view.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import { type ShownDocument, shownDocument } from '../identity/shown-document.ts';
import { exportLog } from '../log/log-file.ts';
import type { HeardTips } from './heard-tips.ts';
import type { OpenCells } from './open-cells.ts';
import type { Operator } from './operator.ts';
import type { PastCells } from './past-cells.ts';
import type { ShownProposals } from './shown-proposals.ts';

export interface ShownCellOptions {
  readonly cells: OpenCells;
  readonly past: PastCells;
  readonly proposals: ShownProposals;
  readonly operator: () => Operator | null;
  readonly heard: HeardTips;
  readonly clock: () => number;
  readonly addresses: () => readonly string[];
}

/** What a node shows of the cell it lives in. Reads only. */
export class ShownCell {
  readonly #options: ShownCellOptions;

  constructor(options: ShownCellOptions) {
    this.#options = options;
  }

  view(): Cell | null {
    return this.#options.cells.cell?.view(this.#options.addresses()) ?? null;
  }

  /** So that the view tells the hash of the state. */
  foldState(): void {
    this.#options.cells.cell?.stateHash();
  }

  trust(): Trust | null {
    return this.#options.cells.cell?.trust.view() ?? null;
  }

  /** What is shown of proposals without being asked; of many the most urgent. */
  proposals(): ProposalSummary[] {
    return this.#options.proposals.urgent();
  }

  /** Every one, the newest first. */
  allProposals(): readonly ProposalSummary[] {
    return this.#options.proposals.all();
  }

  /** What is voted on: looked up among what is open, however much was decided. */
  votes(): Votes {
    return this.#options.proposals.votes();
  }

  proposalCounts(): ProposalCounts {
    return this.#options.proposals.counts();
  }

  /** The name that a member of this cell had, by its DID, or null. */
  formerName(did: string): string | null {
    const { cell } = this.#options.cells;
    const epoch = cell?.epoch();
    const scid = scidOf(did);
    return cell && epoch && scid !== null ? knownName({ log: cell.log, epoch }, scid) : null;
  }

  holdings(): Holdings | null {
    const { cells, heard, clock } = this.#options;
    const operator = this.#options.operator();
    return cells.cell && operator
      ? holdingsOf(cells.cell, operator.identity.scid, heard.byMember, clock())
      : null;
  }

  receipts(page: ReceiptQuery, cell?: string): ReceiptPage {
    return receiptPage(this.#options.past.requireReadable(cell), page);
  }

  receipt(hash: string, cell?: string): Receipt {
    return oneReceipt(this.#options.past.requireReadable(cell), hash);
  }

  raw(hash: string, cell?: string): { json: string } {
    return rawReceipt(this.#options.past.requireReadable(cell).log, hash);
  }

  export(cell?: string): { text: string } {
    const { log, author } = this.#options.past.requireReadable(cell);
    return { text: [...exportLog(log, author, this.#options.clock())].join('') };
  }

  /** Checks every receipt anew from what is stored: hashes, links, signatures, the fold. */
  async verify(work: Work): Promise<LogReport> {
    return verifyBeside(this.#options.cells.requireCell(), work);
  }

  document(): ShownDocument {
    const operator = this.#options.operator();
    if (!operator) throw new GhostStackError('key-missing', says('error.root.noIdentityYet'));
    return shownDocument(operator.identity);
  }
}
