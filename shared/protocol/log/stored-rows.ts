import { CHUNK_ROWS, PartReader, type StoredPart } from './columns.ts';
import type { GraphRows } from './graph-rows.ts';
import type { KeptBodies, KeptRow } from './kept-bodies.ts';

interface RowsMeta {
  readonly texts: readonly (readonly string[])[];
  readonly kept: readonly KeptRow[];
}

/** One chunk of the rows of a graph, as it is stored. */
export function storedRows(rows: GraphRows, kept: KeptBodies, part: number): StoredPart {
  const from = part * CHUNK_ROWS;
  const names = [rows.authors, rows.kinds, rows.keys];
  const next = rows.before[part + 1];
  const meta: RowsMeta = {
    texts: names.map((texts, at) => texts.between(rows.before[part]?.[at] ?? 0, next?.[at] ?? texts.size)),
    kept: [...kept.stored(from, Math.min(rows.size, from + CHUNK_ROWS))],
  };
  const [seen, tips] = [rows.seen.stored(part), rows.tips.stored(part)];
  const columns = [
    rows.hashes.column.chunk(part),
    rows.gen.chunk(part),
    rows.at.chunk(part),
    ...intColumns(rows).map((column) => column.chunk(part)),
    seen.starts,
    seen.values,
    tips.starts,
    tips.values,
  ];
  return { meta, columns };
}

/** Puts it in place; parts come in order, and then `rows.loaded`. */
export function loadRows(rows: GraphRows, kept: KeptBodies, part: number, stored: StoredPart): void {
  const { texts, kept: bodies } = stored.meta as RowsMeta;
  rows.before[part] = [rows.authors.size, rows.kinds.size, rows.keys.size];
  [rows.authors, rows.kinds, rows.keys].forEach((known, at) => {
    for (const text of texts[at] ?? []) known.number(text);
  });
  for (const body of bodies) kept.load(body);
  const read = new PartReader(stored.columns);
  rows.hashes.column.load(part, read.bytes());
  rows.gen.load(part, read.floats());
  rows.at.load(part, read.floats());
  for (const column of intColumns(rows)) column.load(part, read.ints());
  rows.seen.load(part, read.ints(), read.ints());
  rows.tips.load(part, read.ints(), read.ints());
}

function intColumns(rows: GraphRows): GraphRows['author'][] {
  return [
    rows.author,
    rows.kind,
    rows.key,
    rows.seq,
    rows.prev,
    rows.jump,
    rows.height,
    rows.depth,
    rows.past,
    rows.version,
  ];
}
