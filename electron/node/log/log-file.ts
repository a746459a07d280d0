/**
 * A log as a file: one line that names the format and the cell, one line per entry (causes first), and a last
 * line in which the exporter signs what came before. Every line is in canonical form and ends with a line feed, so
 * that any changed byte shows, and a cut tail does too.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GhostStackError, saysOf } from '#shared/contract/errors.ts';
import { isMember } from '#shared/protocol/closing/epoch.ts';
import { Hash, Scid } from '#shared/protocol/log/entry.ts';
import { compareCausally, type GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { says } from '#shared/protocol/saying.ts';
import type { CellBook } from '#shared/protocol/state/cell-book.ts';
import { type CellState, foldCell } from '#shared/protocol/state/cell-state.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { decodeMultikey, encodeMultikey } from '../crypto/multikey.ts';
import { signJson, verifyJson } from '../crypto/signed-json.ts';
import { parseStrictJson } from '../crypto/strict-json.ts';
import type { IntegrityLog } from './integrity-log.ts';
import { linesIn } from './log-lines.ts';
import { type LogAuthor, signerOf } from './next-entry.ts';
import { type Authorise, coverLine, LogFileError, namedSays, Replay } from './replay.ts';
import { tryParseEntry } from './signed-entry.ts';
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

/** The Multikey under which an author writes an entry with these parents, or null if it may write none. */
type KeyAt = (author: string, parents: readonly GraphNode[], prev: GraphNode | null) => string | null;

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
  // Under the key that the epoch of this log has of it: who verifies the file asks for that one.
  const named = log.ownKey();
  const signer = named === null ? author.key : signerOf(author, named);
  // A kept cell goes on knowing the key that was here when one left it, and that is not used again.
  const isFormer = named !== null && author.keys?.holds(named) === true;
  if (!signer)
    throw new GhostStackError(
      'conflict',
      says(isFormer ? 'error.log.exportFormerKey' : 'error.barred.keyChanged'),
    );
  const before = createHash('sha256');
  const header = `${canonicalize({ format: LOG_FILE_FORMAT, cell: log.cell })}\n`;
  before.update(header);
  yield header;
  let entries = 0;
  for (const text of orderedTexts(log)) {
    before.update(`${text}\n`);
    yield `${text}\n`;
    entries += 1;
  }
  const seal = {
    before: before.digest('hex'),
    entries,
    tips: log.tips(),
    stateHash: stateHash(state),
    at: nowMs,
    exporter: author.scid,
    key: encodeMultikey('ed25519', signer.publicKey),
  };
  yield `${canonicalize({ seal, signature: signJson(signer, SEAL_DOMAIN, seal) })}\n`;
}

/** Every applied entry as text, in canonical order; behind one what vouches for it where no entry here does. */
export function* orderedTexts(log: IntegrityLog): Generator<string> {
  for (const node of [...log.graph.nodes()].sort(compareCausally)) {
    const [text = '', ...covers] = log.textsOf(node);
    yield text;
    for (const cover of covers) yield coverLine(cover);
  }
}

/**
 * Checks a whole log from a file, offline, in one pass: form, hashes, links, the signatures at the ends of the feeds
 * (which vouch for the others), the fold, and the exporter's seal. `source` is the text, or gives its lines as `linesIn`
 * does, each time from the first.
 * @throws {LogFileError} naming the line, and the entry's author and number where they can be read
 */
export function verifyLogFile(
  source: string | (() => Iterable<string>),
  authorise: Authorise,
  keyAt: (book: CellBook) => KeyAt,
): LogReport {
  const lines = typeof source === 'string' ? () => linesIn(source) : source;
  const before = createHash('sha256');
  const body = bodyOf(lines(), (line) => before.update(line));
  const first = body.next();
  const header = readLine(1, first.done ? '' : first.value, Header);
  const replaying = new Replay(header.cell, 2, authorise);
  let next = body.next();
  for (; !next.done; next = body.next()) replaying.add(next.value);
  const { last, count } = next.value;
  const book = replaying.finish();
  const seal = readLine(count, last, Seal);
  const digest = before.digest('hex');
  if (seal.seal.before !== digest) requireUnspoiled(lines());
  checkSeal(book, keyAt(book), seal, digest, count - 2, count);
  const state = foldCell(book);
  return {
    cell: header.cell,
    name: state?.name ?? '',
    entries: book.graph.size,
    authors: book.graph.authors().length,
    stateHash: seal.seal.stateHash,
    exporter: seal.seal.exporter,
    exportedAtMs: seal.seal.at,
    book,
  };
}

/** All lines but the last, without their line feeds, each shown with it to `passed`; then the last, and how many there are. */
function* bodyOf(
  lines: Iterable<string>,
  passed: (line: string) => void,
): Generator<string, { readonly last: string; readonly count: number }> {
  let last: string | null = null;
  let count = 0;
  for (const line of lines) {
    if (last !== null) {
      passed(last);
      yield last.slice(0, -1);
    }
    last = line;
    count += 1;
  }
  if (count < 3 || !last?.endsWith('\n'))
    throw new LogFileError(Math.max(1, count), says('error.logFile.cut'));
  return { last: last.slice(0, -1), count };
}

/** A file that is not the one that was sealed: a signature that does not hold shows where, also if its entry is vouched for. */
function requireUnspoiled(lines: Iterable<string>): void {
  let line = 0;
  for (const text of lines) {
    line += 1;
    const checked = line === 1 ? null : tryParseEntry(text.slice(0, -1));
    if (checked && 'error' in checked && text.startsWith('{"entry":'))
      throw new LogFileError(line, namedSays(text, checked.error));
  }
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

function checkSeal(
  book: CellBook,
  keyFor: KeyAt,
  sealed: z.infer<typeof Seal>,
  digest: string,
  entries: number,
  line: number,
): void {
  const { seal, signature } = sealed;
  const { publicKey } = decodeMultikey(seal.key);
  if (!verifyJson(signature, SEAL_DOMAIN, seal, publicKey))
    throw new LogFileError(line, says('error.logFile.sealChanged'));
  if (!isKeyOf(book, keyFor, seal.exporter, seal.key)) {
    throw new LogFileError(line, says('error.logFile.sealOfStranger'));
  }
  if (seal.before !== digest || seal.entries !== entries) {
    throw new LogFileError(line, says('error.logFile.sealOfOthers', { sealed: seal.entries, here: entries }));
  }
  const state = foldCell(book);
  const heads = Object.fromEntries(
    book.graph.authors().map((author) => [author, book.graph.heads(author).map((node) => node.hash)]),
  );
  const isState = state !== null && [state, ...earlierForms(book, state)].some(isSealed);
  if (canonicalize(heads) !== canonicalize(seal.tips) || !isState) {
    throw new LogFileError(line, says('error.logFile.otherState'));
  }

  function isSealed(form: object): boolean {
    return stateHash(form) === seal.stateHash;
  }
}

/** By the epoch that the log has reached, and not by its entries: a newcomer has none yet. */
function isKeyOf(book: CellBook, keyFor: KeyAt, exporter: string, key: string): boolean {
  const { graph } = book;
  const ends = settledEnds(graph);
  if (ends.length === 0) return false;
  if (isMember(book.epochAt(ends), exporter)) return keyFor(exporter, ends, null) === key;
  return graph.heads(exporter).some(({ entry }) => entry.key === key);
}

/** What was sealed before a log had credentials, cells could branch off, and keys could change, says less of the same state. */
function earlierForms({ graph }: CellBook, state: CellState): object[] {
  const { credentials, ...whole } = state;
  if (Object.keys(credentials).length > 0) return [];
  const third = { ...whole, v: 3 };
  const { fork, leaving: _, bridges, ...second } = whole;
  if (bridges.length > 0 || fork) return [third];
  const { certifiedBy: __, ...rest } = second;
  const members = state.members.map(({ scid, alias, admittedBy }) => ({ scid, alias, admittedBy }));
  return [
    third,
    { ...second, v: 2, bridges },
    { ...second, v: 2 },
    { ...rest, v: 1, members, forked: graph.forkedAuthors() },
  ];
}
