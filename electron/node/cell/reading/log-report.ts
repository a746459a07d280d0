import type { LogReport } from '#shared/contract/domain/receipt.ts';
import { saysOf } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { orderedTexts, verifyLogFile } from '../../log/log-file.ts';
import { replay } from '../../log/replay.ts';
import { stateHash } from '../../log/state-hash.ts';
import type { CellNode } from '../cell-node.ts';
import { authoriseEntry, keyAt } from '../deciding/authorise-entry.ts';
import { type Decided, decidedIn } from '../deciding/decided.ts';
import { requireBranchOf } from '../forking/branched-from.ts';

/** Checks every receipt anew from what is stored: hashes, links, signatures, the fold. */
export function verifyHeldLog(cell: CellNode): LogReport {
  try {
    const book = replay(cell.id, orderedTexts(cell.log), 1, authoriseEntry);
    const state = foldCell(book);
    const hash = state ? stateHash(state) : null;
    if (hash !== cell.stateHash())
      return failedReport(cell.id, says('error.cell.storedReceiptsGiveAnotherState'));
    const { graph } = book;
    return {
      ok: true,
      cell: cell.id,
      name: state?.name ?? '',
      entries: graph.size,
      authors: graph.authors().length,
      stateHash: hash,
      problem: null,
    };
  } catch (thrown) {
    return failedReport(cell.id, saysOf(thrown));
  }
}

export interface FileReport extends LogReport {
  readonly decisions: readonly Decided[];
  /** Name of the cell that this one branched off from, where its log was given too. */
  readonly parent?: string;
}

type LogSource = string | (() => Iterable<string>);

/** The report on a log in a file, as text or line by line, and what it decides; throws LogFileError where it is not as it was signed, GhostStackError where it did not branch off from the parent that is given. */
export function reportOf(source: LogSource, parentSource?: LogSource): FileReport {
  const {
    cell,
    name,
    entries,
    authors,
    stateHash: state,
    book,
  } = verifyLogFile(source, authoriseEntry, keyAt);
  const decisions = decidedIn(book);
  const report = { ok: true, cell, name, entries, authors, stateHash: state, problem: null, decisions };
  if (parentSource === undefined) return report;
  const parent = verifyLogFile(parentSource, authoriseEntry, keyAt);
  requireBranchOf(book, parent.book);
  return { ...report, parent: parent.name };
}

function failedReport(cell: string | null, problem: Saying): LogReport {
  return { ok: false, cell, name: '', entries: 0, authors: 0, stateHash: null, problem };
}
