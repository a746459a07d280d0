import { saysOf } from '#shared/contract/errors.ts';
import type { EntryGraph } from '#shared/protocol/log/entry-graph.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import type { LogRow, LogStore } from './log-store.ts';
import { type CheckedEntry, readStoredEntry } from './signed-entry.ts';

/** A row that has no place in the graph. */
export interface BadRow {
  readonly hash: string;
  /** As the row has it, whatever its text says. */
  readonly author: string;
  readonly seq: number | null;
  /** The Multikey in its text; null if that cannot be read. */
  readonly key: string | null;
  readonly why: Saying;
}

const LACKING = says('error.log.rowLacksPast');

/**
 * Builds a graph from the rows of its cell. Returns those that it did not take: all that waits or was refused, with
 * whatever it does to the code that judges it.
 * @param after position of the last row that the graph has already
 */
export function readRows(store: LogStore, graph: EntryGraph, after = 0): BadRow[] {
  const bad: BadRow[] = [];
  const waiting = new Map<string, BadRow>();
  for (const row of store.rows(graph.cell, after)) {
    const read = readRow(row);
    if ('why' in read) bad.push(read);
    else {
      const outcome = graph.add(read);
      if (outcome.kind === 'refused') bad.push(badRow(row, read, outcome.says));
      else if (outcome.kind === 'applied') graph.release(outcome.nodes);
      else if (outcome.kind === 'waiting') waiting.set(row.hash, badRow(row, read, LACKING));
    }
  }
  for (const [hash, row] of waiting) {
    if (graph.get(hash)) continue;
    // So that it is taken when it comes again, after what it lacks.
    graph.forget(hash);
    bad.push(row);
  }
  return bad;
}

/** True for one that the owner of these keys has signed, or may have. */
export function mayBeSignedBy({ author, key }: BadRow, scid: string, ownKeys: ReadonlySet<string>): boolean {
  return key === null ? author === scid : ownKeys.has(key);
}

/** What was found, which is one at least. */
export function badRowsSay(rows: readonly BadRow[]): Saying {
  const [first] = rows;
  const { seq = null, author = '', why = LACKING } = first ?? {};
  const params = { count: rows.length, author, why };
  return seq === null
    ? says('error.log.rowsSetAside', params)
    : says('error.log.rowsSetAsideFrom', { ...params, seq });
}

function readRow(row: LogRow): CheckedEntry | BadRow {
  try {
    return readStoredEntry(row.hash, row.entry);
  } catch (thrown) {
    return badRow(row, null, saysOf(thrown));
  }
}

function badRow({ hash, author }: LogRow, read: CheckedEntry | null, why: Saying): BadRow {
  return { hash, author, seq: read?.entry.seq ?? null, key: read?.entry.key ?? null, why };
}
