/** What of a cell can be exported as a table, and how it is read, page by page. */
import type { ExportWhat } from '#shared/contract/domain/care.ts';
import type { ProposalSummary } from '#shared/contract/domain/governance.ts';
import { ANY_RECEIPT } from '#shared/contract/domain/receipt.ts';
import type { StatementLine } from '#shared/contract/domain/trust.ts';
import type { Row } from '#shared/protocol/csv.ts';
import type { RowSource } from '../care/export/export-file.ts';
import { messageRows } from '../care/export/message-rows.ts';
import type { Store } from '../store/store.ts';
import type { NodeCells } from './node-cells.ts';

const PAGE = 500;
/** A page of the log is cut from all of it, put in order. */
const RECEIPTS_AT_ONCE = 5000;

export interface ExportWish {
  readonly what: ExportWhat;
  /** Of messages: those of one conversation. */
  readonly thread?: string | undefined;
}

/** @throws {GhostStackError} `not-found` without a cell, where it is about one */
export function exportRows({ what, thread }: ExportWish, store: Store, cells: NodeCells): RowSource {
  switch (what) {
    case 'messages':
      return messageRows(store, thread ?? null);
    case 'proposals':
      return proposalRows(cells.decisions().list());
    case 'tokens':
      return tokenRows(cells);
    case 'receipts':
      return receiptRows(cells);
  }
}

function proposalRows(list: readonly ProposalSummary[]): RowSource {
  const sorted = [...list].sort((a, b) => a.createdAtMs - b.createdAtMs);
  return {
    total: sorted.length,
    columns: [
      'id',
      'label',
      'kind',
      'title',
      'proposer',
      'state',
      'createdAt',
      'decidedAt',
      'approve',
      'reject',
      'abstain',
      'certificate',
    ],
    *rows() {
      for (const { id, label, kind, title, proposer, state, tally, certificate, ...times } of sorted) {
        const at = { createdAt: isoOf(times.createdAtMs), decidedAt: isoOf(times.decidedAtMs) };
        yield {
          id,
          label,
          kind,
          title,
          proposer,
          state,
          ...at,
          ...tally,
          certificate: certificate?.hash ?? null,
        };
      }
    },
  };
}

function tokenRows(cells: NodeCells): RowSource {
  const trust = cells.trust();
  const members = cells.shown.trust()?.balances ?? [];
  return {
    total: 0,
    columns: ['member', 'scid', 'at', 'kind', 'amount', 'balance', 'other', 'note', 'proposal', 'receipt'],
    *rows() {
      for (const { scid, name } of members) {
        const pages: Row[][] = [];
        for (let before: number | null = null; ; ) {
          const { lines, more } = trust.statement(scid, before, PAGE);
          pages.unshift(lines.map((line) => ({ member: name, scid, ...lineRow(line) })));
          if (!more) break;
          before = lines[0]?.position ?? 0;
        }
        yield* pages.flat();
      }
    },
  };
}

function receiptRows(cells: NodeCells): RowSource {
  const { shown } = cells;
  const total = shown.view()?.receipts ?? 0;
  // Throws without a cell, before a file is made.
  shown.receipts({ ...ANY_RECEIPT, before: 0, limit: 1 });
  return {
    total,
    columns: ['position', 'hash', 'author', 'name', 'gen', 'seq', 'kind', 'at', 'valid', 'prev'],
    *rows() {
      for (let from = 0; from < total; from += RECEIPTS_AT_ONCE) {
        const page = { ...ANY_RECEIPT, before: from + RECEIPTS_AT_ONCE, limit: RECEIPTS_AT_ONCE };
        const { receipts } = shown.receipts(page);
        for (const { position, hash, author, name, gen, seq, kind, atMs, valid, prev } of receipts) {
          if (position >= from)
            yield { position, hash, author, name, gen, seq, kind, at: isoOf(atMs), valid, prev };
        }
      }
    },
  };
}

function lineRow({ atMs, kind, delta, balance, other, note, proposal, receipt }: StatementLine): Row {
  const about = { other, note, proposal: proposal?.label ?? null, receipt: receipt.hash };
  return { at: isoOf(atMs), kind, amount: delta, balance, ...about };
}

function isoOf(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
