import type { LogReport } from '#shared/contract/domain/receipt.ts';
import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { orderedTexts, verifyLogFile } from '../../log/log-file.ts';
import { Replay } from '../../log/replay.ts';
import { stateHash } from '../../log/state-hash.ts';
import type { CellNode } from '../cell-node.ts';
import { authoriseEntry, keyAt } from '../deciding/authorise-entry.ts';
import { type Decided, decidedIn } from '../deciding/decided.ts';
import { requireBranchOf } from '../forking/branched-from.ts';

/** So long others wait for a slice of the check, in milliseconds. */
const SLICE_MS = 15;

/** How far a check has come, and whether it is still wanted. */
export interface Checking {
  progress(stage: 'checking', done: number, total: number): void;
  readonly signal: AbortSignal;
}

/**
 * Checks every receipt anew from what is stored: hashes, links, signatures, the fold. Yields how many it has looked at;
 * what comes in meanwhile is not looked at.
 */
function* checkingLog(cell: CellNode): Generator<number, LogReport> {
  const held = cell.stateHash();
  const texts = [...orderedTexts(cell.log)];
  try {
    const replaying = new Replay(cell.id, 1, authoriseEntry);
    for (const [at, text] of texts.entries()) {
      replaying.add(text);
      yield at + 1;
    }
    const book = replaying.finish();
    const state = foldCell(book);
    const hash = state ? stateHash(state) : null;
    if (hash !== held) return failedReport(cell.id, says('error.cell.storedReceiptsGiveAnotherState'));
    const { graph } = book;
    const [entries, authors] = [graph.size, graph.authors().length];
    const name = state?.name ?? '';
    return { ok: true, cell: cell.id, name, entries, authors, stateHash: hash, problem: null };
  } catch (thrown) {
    return failedReport(cell.id, saysOf(thrown));
  }
}

/** The whole check at once. */
export function verifyHeldLog(cell: CellNode): LogReport {
  const checking = checkingLog(cell);
  for (;;) {
    const next = checking.next();
    if (next.done) return next.value;
  }
}

/**
 * The same in slices, between which the node goes on.
 * @throws {GhostStackError} `cancelled`
 */
export async function verifyBeside(cell: CellNode, { progress, signal }: Checking): Promise<LogReport> {
  const checking = checkingLog(cell);
  const total = cell.log.graph.size;
  let sliceFromMs = performance.now();
  for (;;) {
    const next = checking.next();
    if (next.done) return next.value;
    if (performance.now() - sliceFromMs < SLICE_MS) continue;
    progress('checking', Math.min(next.value, total), total);
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw new GhostStackError('cancelled', says('error.care.cancelled'));
    sliceFromMs = performance.now();
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
