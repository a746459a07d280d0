import { type Bytes, bytes, CHUNK_ROWS } from './columns.ts';

const HASH_BYTES = 32;
/** So much of a hash says where it stands: to find many that agree in these twelve bytes takes longer than anybody has. */
const MIXED_BYTES = 12;
/** By the code of a character, what it stands for in a hash; -1 for all that no hash is written with. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code)),
);
/** So many texts of hashes are kept: what is new is asked for again and again. */
const TEXTS_KEPT = 512;
const HEX = new Uint8Array([...'0123456789abcdef'].map((digit) => digit.charCodeAt(0)));

/** Hashes (SHA-256, in hex) by row, and rows by hash: 32 bytes each and some 8 to 16 of index. */
export class HashTable {
  readonly column: Bytes = bytes(HASH_BYTES);
  #size = 0;
  /** 1 + row, or 0, by a mix of the hash; half of it is free at least. */
  #slots = new Int32Array(256);
  /** Made anew in each process, so that nobody can make entries whose hashes all fall on one slot. */
  readonly #mix = crypto.getRandomValues(new Uint32Array(MIXED_BYTES / 4)).map((odd) => odd | 1);
  readonly #read = new Uint8Array(HASH_BYTES);
  readonly #kept: string[] = new Array(TEXTS_KEPT).fill('');
  readonly #keptRows = new Int32Array(TEXTS_KEPT).fill(-1);
  readonly #text: number[] = new Array(2 * HASH_BYTES).fill(0);

  /** -1 for one that is not here, whatever text it is. */
  find(hash: string): number {
    return this.#reads(hash) ? this.#rowAt(this.#slotOf(this.#read, 0)) : -1;
  }

  /** Puts a hash that is not here in a row that is the next. */
  add(row: number, hash: string): void {
    if (!this.#reads(hash)) throw new RangeError('a hash is 64 digits');
    this.#chunk(row).set(this.#read, offset(row));
    this.#keptRows[row % TEXTS_KEPT] = -1;
    this.#size = row + 1;
    if (2 * this.#size > this.#slots.length) this.#widen(2 * this.#slots.length);
    else this.#slots[this.#slotOf(this.#read, 0)] = row + 1;
  }

  /** Enters rows whose hashes were loaded into the column, which are `size` in all. False if one comes twice. */
  loaded(size: number): boolean {
    let slots = this.#slots.length;
    while (slots < 2 * size) slots *= 2;
    if (slots > this.#slots.length) this.#widen(slots);
    for (let row = this.#size; row < size; row += 1) {
      const slot = this.#slotOf(this.#chunk(row), offset(row));
      if (this.#rowAt(slot) >= 0) return false;
      this.#slots[slot] = row + 1;
      this.#size = row + 1;
    }
    return true;
  }

  /** Takes the last one out again. */
  removeLast(): void {
    const row = this.#size - 1;
    // What was put there last stands at the end of its run of slots, so that nothing behind it is lost.
    this.#slots[this.#slotOf(this.#chunk(row), offset(row))] = 0;
    this.#size = row;
  }

  hash(row: number): string {
    const kept = row % TEXTS_KEPT;
    if (this.#keptRows[kept] === row) return this.#kept[kept] as string;
    const chunk = this.#chunk(row);
    const from = offset(row);
    for (let at = 0; at < HASH_BYTES; at += 1) {
      const byte = chunk[from + at] as number;
      this.#text[2 * at] = HEX[byte >> 4] as number;
      this.#text[2 * at + 1] = HEX[byte & 15] as number;
    }
    const text = String.fromCharCode(...this.#text);
    this.#kept[kept] = text;
    this.#keptRows[kept] = row;
    return text;
  }

  /** As their texts are compared. */
  compare(one: number, other: number): number {
    const [a, b] = [this.#chunk(one), this.#chunk(other)];
    const [from, to] = [offset(one), offset(other)];
    for (let at = 0; at < HASH_BYTES; at += 1) {
      const difference = (a[from + at] as number) - (b[to + at] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #widen(slots: number): void {
    this.#slots = new Int32Array(slots);
    for (let row = 0; row < this.#size; row += 1)
      this.#slots[this.#slotOf(this.#chunk(row), offset(row))] = row + 1;
  }

  #chunk(row: number): Uint8Array {
    return this.column.chunk(Math.floor(row / CHUNK_ROWS));
  }

  #rowAt(slot: number): number {
    return (this.#slots[slot] as number) - 1;
  }

  /** Where a hash stands, or the free slot that it would take. */
  #slotOf(from: Uint8Array, start: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let mixed = 0;
    for (let at = 0; at < MIXED_BYTES; at += 4) {
      const place = start + at;
      const word =
        (from[place] as number) |
        ((from[place + 1] as number) << 8) |
        ((from[place + 2] as number) << 16) |
        ((from[place + 3] as number) << 24);
      mixed = Math.imul(mixed ^ word, this.#mix[at >> 2] as number);
      mixed ^= mixed >>> 15;
    }
    let slot = mixed & mask;
    for (
      let one = slots[slot] as number;
      one > 0 && !this.#is(one - 1, from, start);
      one = slots[slot] as number
    )
      slot = (slot + 1) & mask;
    return slot;
  }

  #is(row: number, from: Uint8Array, start: number): boolean {
    const chunk = this.#chunk(row);
    const there = offset(row);
    for (let at = 0; at < HASH_BYTES; at += 1) if (chunk[there + at] !== from[start + at]) return false;
    return true;
  }

  /** False for what is no hash; else its bytes are in `#read`. */
  #reads(hash: string): boolean {
    if (hash.length !== 2 * HASH_BYTES) return false;
    for (let at = 0; at < HASH_BYTES; at += 1) {
      // Negative as soon as one of them is.
      const byte = (digit(hash.charCodeAt(2 * at)) << 4) | digit(hash.charCodeAt(2 * at + 1));
      if (byte < 0) return false;
      this.#read[at] = byte;
    }
    return true;
  }
}

function offset(row: number): number {
  return (row % CHUNK_ROWS) * HASH_BYTES;
}

/** Of 0 to 9 and a to f; -1 for all others. */
function digit(code: number): number {
  return code < DIGITS.length ? (DIGITS[code] as number) : -1;
}
