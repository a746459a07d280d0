/**
 * A log as a file: one line that names the format and the cell, one line per entry (causes first), and a last
 * line in which the exporter signs what came before. Every line is in canonical form and ends with a line feed, so
 * that any changed byte shows, and a cut tail does too.
 */
import { z } from 'zod';
import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { type Entry, Hash, Scid } from '#shared/protocol/log/entry.ts';
import { compareCausally, EntryGraph, type GraphHooks } from '#shared/protocol/log/entry-graph.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { foldCell } from '#shared/protocol/state/cell-state.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { decodeMultikey, encodeMultikey } from '../crypto/multikey.ts';
import { signJson, verifyJson } from '../crypto/signed-json.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';
import type { IntegrityLog } from './integrity-log.ts';
import type { LogAuthor } from './next-entry.ts';
import { type CheckedEntry, parseEntry } from './signed-entry.ts';
import { stateHash } from './state-hash.ts';

const LOG_FILE_FORMAT = 'ghoststack/log/v1';
export const LOG_FILE_MAX_BYTES = 1024 * 1024 * 1024;
const SEAL_DOMAIN = 'ghoststack/log-seal/v1';
const LINE_MAX_BYTES = 128 * 1024;

const Header = z.strictObject({ format: z.literal(LOG_FILE_FORMAT), cell: Hash });

const Seal = z.strictObject({
  seal: z.strictObject({
    /** sha256 of all bytes before this line. */
    before: Hash,
    entries: z.int().min(1),
    tips: z.record(Scid, z.array(Hash).min(1)),
    stateHash: Hash,
    at: z.int().min(0),
    exporter: Scid,
    key: z.string().max(64),
  }),
  signature: z.string().length(86),
});

export interface LogReport {
  readonly cell: string;
  readonly name: string;
  readonly entries: number;
  readonly authors: number;
  readonly stateHash: string;
  readonly exporter: string;
  readonly exportedAtMs: number;
  /** The verdicts on what the file holds. */
  readonly book: CellBook;
}

/** The file's text, line by line. Throws `key-locked` without a key to sign it with. */
export function* exportLog(log: IntegrityLog, author: LogAuthor | null, nowMs: number): Generator<string> {
  if (!author) throw new GhostStackError('key-locked', says('error.log.exportLocked'));
  const state = foldCell(log.book);
  if (!state) throw new GhostStackError('conflict', says('error.log.logEmpty'));
  let before = '';
  const lines = [canonicalize({ format: LOG_FILE_FORMAT, cell: log.cell }), ...orderedTexts(log)];
  for (const line of lines) {
    before += `${line}\n`;
    yield `${line}\n`;
  }
  const seal = {
    before: sha256Hex(before),
    entries: lines.length - 1,
    tips: log.tips(),
    stateHash: stateHash(state),
    at: nowMs,
    exporter: author.scid,
    key: encodeMultikey('ed25519', author.key.publicKey),
  };
  yield `${canonicalize({ seal, signature: signJson(author.key, SEAL_DOMAIN, seal) })}\n`;
}

/** Every applied entry as text, in canonical order. */
export function orderedTexts(log: IntegrityLog): string[] {
  return [...log.graph.nodes()].sort(compareCausally).map((node) => log.textOf(node));
}

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

/**
 * Checks a whole log from a file, offline: form, hashes, links, signatures, the fold, and the exporter's seal.
 * @throws {LogFileError} naming the line, and the entry's author and number where they can be read
 */
export function verifyLogFile(
  text: string,
  authorise: (book: CellBook) => NonNullable<GraphHooks['authorise']>,
  isWriter: (book: CellBook) => (by: Pick<Entry, 'author' | 'key'>) => boolean,
): LogReport {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.pop() !== '') {
    throw new LogFileError(Math.max(1, lines.length), says('error.logFile.cut'));
  }
  const [head, ...rest] = lines;
  const sealLine = rest.pop() ?? '';
  const header = readLine(1, head ?? '', Header);
  const seal = readLine(lines.length, sealLine, Seal);
  const book = replay(header.cell, rest, 2, authorise);
  checkSeal(
    book,
    isWriter(book),
    seal,
    text.slice(0, text.length - sealLine.length - 1),
    rest.length,
    lines.length,
  );
  const state = foldCell(book);
  return {
    cell: header.cell,
    name: state?.name ?? '',
    entries: rest.length,
    authors: book.graph.authors().length,
    stateHash: seal.seal.stateHash,
    exporter: seal.seal.exporter,
    exportedAtMs: seal.seal.at,
    book,
  };
}

/**
 * Builds graph and verdicts anew from entries as texts, causes first, checking each one.
 * @throws {LogFileError} numbering the texts from `firstLine`
 */
export function replay(
  cell: string,
  texts: readonly string[],
  firstLine: number,
  authorise: (book: CellBook) => NonNullable<GraphHooks['authorise']>,
): CellBook {
  const graph = new EntryGraph(cell, {
    authorise: (added, parents) => check(added, parents),
    applied: (node) => book.apply(node),
  });
  const book = new CellBook(graph);
  const check = authorise(book);
  texts.forEach((text, index) => {
    addLine(graph, text, index + firstLine);
  });
  return book;
}

function readLine<T>(line: number, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = parseStrictJson(text, { maxBytes: LINE_MAX_BYTES });
  } catch (cause) {
    throw new LogFileError(line, saysOf(cause));
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success || canonicalize(value) !== text)
    throw new LogFileError(line, says(line === 1 ? 'error.logFile.notLog' : 'error.logFile.notSeal'));
  return parsed.data;
}

function addLine(graph: EntryGraph, text: string, line: number): void {
  let checked: CheckedEntry;
  try {
    checked = parseEntry(text);
  } catch (cause) {
    throw new LogFileError(line, namedSays(text, saysOf(cause)));
  }
  const { author, seq } = checked.entry;
  const outcome = graph.add(checked);
  if (outcome.kind === 'applied') return;
  if (outcome.kind === 'known')
    throw new LogFileError(line, says('error.logFile.receiptTwice', { author, seq }));
  const reason = outcome.kind === 'refused' ? outcome.says : says('error.logFile.pastMissing');
  throw new LogFileError(line, says('error.logFile.receiptRefused', { author, seq, reason }));
}

/** With whose entry a damaged line was, as far as it can be read. */
function namedSays(text: string, what: Saying): Saying {
  const author = /"author":"(Qm[1-9A-HJ-NP-Za-km-z]{44})"/.exec(text)?.[1];
  const seq = /"seq":(\d{1,9})[,}]/.exec(text)?.[1];
  return author && seq ? says('error.logFile.receiptUnreadable', { author, seq, what }) : what;
}

function checkSeal(
  book: CellBook,
  isWriter: (by: Pick<Entry, 'author' | 'key'>) => boolean,
  sealed: z.infer<typeof Seal>,
  before: string,
  entries: number,
  line: number,
): void {
  const { seal, signature } = sealed;
  const { publicKey } = decodeMultikey(seal.key);
  if (!verifyJson(signature, SEAL_DOMAIN, seal, publicKey))
    throw new LogFileError(line, says('error.logFile.sealChanged'));
  // By its key, and not by its entries: a newcomer has none yet.
  if (!isWriter({ author: seal.exporter, key: seal.key })) {
    throw new LogFileError(line, says('error.logFile.sealOfStranger'));
  }
  if (seal.before !== sha256Hex(before) || seal.entries !== entries) {
    throw new LogFileError(line, says('error.logFile.sealOfOthers', { sealed: seal.entries, here: entries }));
  }
  const state = foldCell(book);
  const heads = Object.fromEntries(
    book.graph.authors().map((author) => [author, book.graph.heads(author).map((node) => node.hash)]),
  );
  if (canonicalize(heads) !== canonicalize(seal.tips) || !state || stateHash(state) !== seal.stateHash) {
    throw new LogFileError(line, says('error.logFile.otherState'));
  }
}
