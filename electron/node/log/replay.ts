import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { EntryGraph, type GraphHooks } from '#shared/protocol/log/entry-graph.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { entryTexts } from './entry-texts.ts';
import { memberLogs } from './member-logs.ts';
import { type ReadEntry, readEntry } from './read-entry.ts';
import { RunEnds } from './run-ends.ts';

/** Before an entry that has no place in a log and vouches for the one before it. */
const BEFORE_COVER = '{"cover":';

export type Authorise = (book: CellBook) => NonNullable<GraphHooks['authorise']>;

/** A place in a file that is not as it was signed. */
export class LogFileError extends GhostStackError {
  /** From 1. */
  readonly line: number;

  /** @param what a whole sentence */
  constructor(line: number, what: Saying) {
    super('malformed', says('error.logFile.line', { line, what }));
    this.line = line;
  }
}

/** The line of an entry that vouches for the one before it, and has no place in the log. */
export function coverLine(text: string): string {
  return `${BEFORE_COVER}${text}}`;
}

/** Builds graph and verdicts anew from entries as texts, causes first, each looked at once. */
export class Replay {
  readonly #graph: EntryGraph;
  readonly #book: CellBook;
  readonly #ends = new RunEnds();
  #line: number;

  /** Texts are numbered from `firstLine`. */
  constructor(cell: string, firstLine: number, authorise: Authorise) {
    this.#graph = new EntryGraph(cell, {
      authorise: (added, parents) => check(added, parents),
      applied: (node) => this.#book.apply(node),
    });
    this.#book = new CellBook(this.#graph, memberLogs, entryTexts);
    const check = authorise(this.#book);
    this.#line = firstLine;
  }

  /** @throws {LogFileError} where a text is none, or has no place in the log */
  add(text: string): void {
    const line = this.#line++;
    const isCover = text.startsWith(BEFORE_COVER);
    const read = readLine(isCover ? text.slice(BEFORE_COVER.length, -1) : text, line);
    this.#ends.add(read, line);
    if (isCover && text === coverLine(read.text)) return;
    const { author, seq } = read.entry;
    const outcome = this.#graph.add(read);
    if (outcome.kind === 'applied') return;
    if (outcome.kind === 'known')
      throw new LogFileError(line, says('error.logFile.receiptTwice', { author, seq }));
    const reason = outcome.kind === 'refused' ? outcome.says : says('error.logFile.pastMissing');
    throw new LogFileError(line, says('error.logFile.receiptRefused', { author, seq, reason }));
  }

  /**
   * The verdicts, once all is here.
   * @throws {LogFileError} where an entry is not signed, and none of its feed vouches for it that is
   */
  finish(): CellBook {
    const end = this.#ends.notSigned();
    if (end) throw new LogFileError(end.line, namedSays(end.read.text, says('error.log.receiptChanged')));
    return this.#book;
  }
}

/** The same for all at once. */
export function replay(
  cell: string,
  texts: Iterable<string>,
  firstLine: number,
  authorise: Authorise,
): CellBook {
  const replaying = new Replay(cell, firstLine, authorise);
  for (const text of texts) replaying.add(text);
  return replaying.finish();
}

function readLine(text: string, line: number): ReadEntry {
  try {
    return readEntry(text);
  } catch (cause) {
    throw new LogFileError(line, namedSays(text, saysOf(cause)));
  }
}

/** With whose entry a damaged line was, as far as it can be read. */
export function namedSays(text: string, what: Saying): Saying {
  const author = /"author":"(Qm[1-9A-HJ-NP-Za-km-z]{44})"/.exec(text)?.[1];
  const seq = /"seq":(\d{1,9})[,}]/.exec(text)?.[1];
  return author && seq ? says('error.logFile.receiptUnreadable', { author, seq, what }) : what;
}
