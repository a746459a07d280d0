/**
 * Columns of numbers by row. A row never changes once those after it are there, so a column is kept in chunks that are
 * filled one after another: nothing is copied as it grows, and a chunk is stored and loaded as it is.
 */

/** Rows of one chunk. */
export const CHUNK_ROWS = 1024;
const SHIFT = 10;
const MASK = CHUNK_ROWS - 1;

type Chunk = Int32Array | Float64Array | Uint8Array;

/** What a part of the rows (one chunk of each column) is stored as. */
export interface StoredPart {
  /** What is no number, as JSON. */
  readonly meta: unknown;
  /** In an order that its writer and its reader agree on. */
  readonly columns: readonly Chunk[];
}

/** Hands out the columns of a stored part in the order in which they were written. */
export class PartReader {
  readonly #columns: readonly Chunk[];
  #next = 0;

  constructor(columns: readonly Chunk[]) {
    this.#columns = columns;
  }

  ints(): Int32Array {
    return this.#take(Int32Array);
  }

  floats(): Float64Array {
    return this.#take(Float64Array);
  }

  bytes(): Uint8Array {
    return this.#take(Uint8Array);
  }

  #take<T extends Chunk>(kind: new (length: number) => T): T {
    const column = this.#columns[this.#next];
    this.#next += 1;
    if (!(column instanceof kind)) throw new RangeError('a column of a part is missing');
    return column;
  }
}

/** A column of one number a row, or of `width` of them. */
export class Column<T extends Chunk> {
  readonly #chunks: T[] = [];
  readonly #make: (length: number) => T;
  readonly width: number;

  constructor(make: (length: number) => T, width = 1) {
    this.#make = make;
    this.width = width;
  }

  get(row: number): number {
    return this.#chunks[row >> SHIFT]?.[row & MASK] ?? 0;
  }

  set(row: number, value: number): void {
    const at = row >> SHIFT;
    for (let length = this.#chunks.length; length <= at; length += 1)
      this.#chunks.push(this.#make(CHUNK_ROWS * this.width));
    (this.#chunks[at] as T)[row & MASK] = value;
  }

  /** The numbers of a row, to read or to fill. */
  slice(row: number): T {
    const start = (row & MASK) * this.width;
    return this.chunk(row >> SHIFT).subarray(start, start + this.width) as T;
  }

  /** All of a chunk. */
  chunk(at: number): T {
    for (let length = this.#chunks.length; length <= at; length += 1)
      this.#chunks.push(this.#make(CHUNK_ROWS * this.width));
    return this.#chunks[at] as T;
  }

  /** The first rows anew, of one number each. */
  fill(values: T): void {
    for (let from = 0; from < values.length; from += CHUNK_ROWS)
      this.chunk(from >> SHIFT).set(values.subarray(from, from + CHUNK_ROWS));
  }

  /** Puts a chunk in place that was stored, filled as far as it was. */
  load(at: number, chunk: T): void {
    if (chunk.length !== CHUNK_ROWS * this.width) throw new RangeError('a chunk has one place for each row');
    this.#chunks[at] = chunk;
  }
}

export type Ints = Column<Int32Array>;
export type Floats = Column<Float64Array>;
export type Bytes = Column<Uint8Array>;

export function ints(): Ints {
  return new Column((length) => new Int32Array(length));
}

export function floats(): Floats {
  return new Column((length) => new Float64Array(length));
}

export function bytes(width = 1): Bytes {
  return new Column((length) => new Uint8Array(length), width);
}

/** Any number of integers a row, written row by row. */
export class IntLists {
  readonly #starts: Ints = ints();
  readonly #chunks: { values: Int32Array; length: number }[] = [];

  /** The list of the row after the last one, or of the last one anew. */
  write(row: number, list: readonly number[]): void {
    const chunk = this.#chunk(row >> SHIFT);
    if ((row & MASK) === 0) chunk.length = 0;
    const start = (row & MASK) === 0 ? 0 : this.#starts.get(row);
    const end = start + list.length;
    if (end > chunk.values.length) {
      const wider = new Int32Array(Math.max(end, 2 * chunk.values.length, 256));
      wider.set(chunk.values.subarray(0, start));
      chunk.values = wider;
    }
    chunk.values.set(list, start);
    chunk.length = end;
    this.#starts.set(row, start);
    if ((row & MASK) !== MASK) this.#starts.set(row + 1, end);
    // A full chunk grows no more.
    else chunk.values = chunk.values.slice(0, end);
  }

  start(row: number): number {
    return this.#starts.get(row);
  }

  /** End of the list of a row, `isLast` of those that are written. */
  end(row: number): number {
    return (row & MASK) === MASK ? this.#chunk(row >> SHIFT).length : this.#starts.get(row + 1);
  }

  /** The values of the chunk that a row is in: its list stands there from `start` to `end`. */
  values(row: number): Int32Array {
    return this.#chunk(row >> SHIFT).values;
  }

  /** What there is of a chunk, to be stored. */
  stored(at: number): { readonly starts: Int32Array; readonly values: Int32Array } {
    const { values, length } = this.#chunk(at);
    return { starts: this.#starts.chunk(at), values: values.subarray(0, length) };
  }

  load(at: number, starts: Int32Array, values: Int32Array): void {
    this.#starts.load(at, starts);
    this.#chunks[at] = { values, length: values.length };
  }

  #chunk(at: number): { values: Int32Array; length: number } {
    for (let length = this.#chunks.length; length <= at; length += 1)
      this.#chunks.push({ values: new Int32Array(0), length: 0 });
    return this.#chunks[at] as { values: Int32Array; length: number };
  }
}

/** Texts that many rows share, each under a number. */
export class Texts {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#texts.length;
  }

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  /** -1 for one that is not here. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  text(number: number): string {
    return this.#texts[number] as string;
  }

  /** Those with these numbers. */
  between(from: number, to: number): readonly string[] {
    return this.#texts.slice(from, to);
  }
}
