import { describe, expect, it } from 'vitest';
import { GhostStackError } from '#shared/contract/errors.ts';
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import { certificates } from '#shared/protocol/closing/certificate.ts';
import { tally } from '#shared/protocol/closing/tally.ts';
import { ENTRY_MAX_BYTES } from '#shared/protocol/log/entry.ts';
import { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { INVALID_CODES, REFUSED_CODES } from '#shared/protocol/log/refusal.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { CellBook } from '#shared/protocol/state/cell-book.ts';
import { KINDS } from '#shared/protocol/state/kinds.ts';
import { authoriseEntry, keyAt } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { entryTexts } from '../../../electron/node/log/entry-texts.ts';
import { verifyLogFile } from '../../../electron/node/log/log-file.ts';
import { memberLogs } from '../../../electron/node/log/member-logs.ts';
import { replay } from '../../../electron/node/log/replay.ts';
import { type CheckedEntry, parseEntry } from '../../../electron/node/log/signed-entry.ts';
import { Oracle } from '../../simulation/oracle.ts';
import { outcomeOf } from '../../support/protocol/outcome.ts';
import { judged, protocolVectors } from '../../support/protocol/protocol-vectors.ts';
import {
  fileNames,
  fileText,
  type ReadVector,
  readCell,
  readCells,
  readJson,
  wholeLog,
} from '../../support/protocol/read-vectors.ts';
import type { RefusedVector } from '../../support/protocol/refused-vector.ts';

const cells = readCells();

function bookOf(vector: ReadVector): CellBook {
  return replay(vector.cell, wholeLog(vector), 1, authoriseEntry);
}

function parse(text: string): CheckedEntry | string {
  try {
    return parseEntry(text);
  } catch (thrown) {
    return thrown instanceof GhostStackError ? thrown.code : String(thrown);
  }
}

describe('the files of test/vectors/protocol', () => {
  it('are what members with these keys and clocks write today', () => {
    const files = protocolVectors();
    expect([...files.keys()].sort()).toEqual(fileNames());
    for (const [name, text] of files) expect(fileText(name) === text, name).toBe(true);
  });

  it('show every code and every kind', () => {
    const refused = readJson<RefusedVector>('refused.json');
    const invalid = cells.flatMap(({ entries }) => entries.map((entry) => entry.invalid ?? 'valid'));
    // A list that is full has 65 536 issues: test/unit/issuing.
    expect(new Set([...invalid, 'full'])).toEqual(new Set(['valid', ...INVALID_CODES]));
    expect(new Set(refused.entries.map(({ code }) => code))).toEqual(new Set(REFUSED_CODES));
    const shown = cells.flatMap(({ lines, entries }) =>
      lines.map((line, i) => `${JSON.parse(line).entry.kind} ${entries[i]?.invalid ? 'invalid' : 'valid'}`),
    );
    // Who founds or enters is judged by its place, and of a restored entry there is no verdict on the body.
    const judgedKinds = Object.keys(KINDS).filter((kind) => !['found', 'enter', 'restored'].includes(kind));
    const expected = judgedKinds.flatMap((kind) => [`${kind} valid`, `${kind} invalid`]);
    expect(expected.filter((kind) => !shown.includes(kind))).toEqual([]);
  });
});

describe.each(cells.map((vector) => [vector.name, vector] as const))('cells/%s', (_, vector) => {
  it('has the hashes and verdicts that are given', () => {
    const book = bookOf(vector);
    expect(vector.lines.map((line) => parseEntry(line).hash)).toEqual(vector.entries.map(({ hash }) => hash));
    const verdicts = vector.entries.map(({ hash }) => judged(book, hash));
    expect(verdicts).toEqual(vector.entries.map(({ note: _note, ...entry }) => entry));
  });

  it('has the states, certificates, tallies, fates and state hash that follow', () => {
    const base = vector.base === null ? [] : wholeLog(readCell(vector.base));
    const hashes = base.map((line) => parseEntry(line).hash);
    expect(outcomeOf(bookOf(vector), hashes)).toEqual(vector.expected);
  });

  it('has the same state when its lines come in the opposite order', () => {
    const graph = new EntryGraph(vector.cell, {
      authorise: (added, parents) => authorise(added, parents),
      applied: (node) => book.apply(node),
    });
    const book = new CellBook(graph, memberLogs, entryTexts);
    const authorise = authoriseEntry(book);
    const whole = wholeLog(vector);
    for (const line of whole.toReversed()) graph.add(parseEntry(line));
    expect(graph.size).toBe(whole.length);
    const { state, stateHash, tips } = outcomeOf(book);
    expect({ state, stateHash, tips }).toEqual({
      state: vector.expected.state,
      stateHash: vector.expected.stateHash,
      tips: vector.expected.tips,
    });
  });

  it.each(vector.refused ?? [])('refuses what $note: $code', ({ text, code }) => {
    expect(bookOf(vector).graph.add(parseEntry(text))).toMatchObject({ kind: 'refused', code });
  });

  it('has the verdicts and tallies of the closing protocol, read literally', () => {
    const book = bookOf(vector);
    const oracle = new Oracle(book);
    oracle.checkVerdicts();
    const within = pastOf(book.graph, settledEnds(book.graph));
    for (const slot of book.slots()) {
      for (const { closure } of certificates(book, within, slot)) {
        const literal = oracle.tally(book.ballot(closure.ballot)!, closure.closes);
        const { outcome, votes } = tally(book, closure);
        const counted = votes.flatMap(({ member, vote }) =>
          vote.kind === 'counted' ? [[member, vote.vote] as const] : [],
        );
        expect({ outcome, counted: new Map(counted) }).toEqual(literal);
      }
    }
  });
});

describe('refused.json', () => {
  const { texts, entries, base } = readJson<RefusedVector>('refused.json');

  it.each(texts)('$note: $code', ({ text, code }) => {
    expect(parse(text)).toBe(code);
  });

  it('an entry that is too large by one byte: too-large', () => {
    const [line] = readCell('two').lines as [string];
    expect(parse(line.padEnd(ENTRY_MAX_BYTES, ' '))).toBe('malformed');
    expect(parse(line.padEnd(ENTRY_MAX_BYTES + 1, ' '))).toBe('too-large');
  });

  it.each(entries)('$note: $code', ({ text, code }) => {
    const { graph } = bookOf(readCell(base));
    expect(graph.add(parseEntry(text))).toMatchObject({ kind: 'refused', code });
    // For good: also when it comes again.
    expect(graph.add(parseEntry(text))).toEqual({ kind: 'known' });
  });
});

describe('refused.json, foundings', () => {
  const { foundings } = readJson<RefusedVector>('refused.json');

  it.each(foundings)('$note: $code', ({ text, code }) => {
    const entry = parseEntry(text);
    const graph = new EntryGraph(entry.hash, {
      authorise: (added, parents) => authorise(added, parents),
      applied: (node) => book.apply(node),
    });
    const book = new CellBook(graph, memberLogs, entryTexts);
    const authorise = authoriseEntry(book);
    expect(graph.add(entry)).toMatchObject({ kind: 'refused', code });
  });
});

describe('export.jsonl', () => {
  it('is the log of the cell of two, sealed by alice', () => {
    const { expected, lines, cell } = readCell('two');
    const text = fileText('export.jsonl');
    expect(text.split('\n').slice(1, -2)).toEqual(lines);
    expect(verifyLogFile(text, authoriseEntry, keyAt)).toMatchObject({
      cell,
      entries: lines.length,
      stateHash: expected.stateHash,
    });
  });
});
