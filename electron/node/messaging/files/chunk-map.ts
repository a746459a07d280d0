/** Which chunks of a file are there: a bit each, in the order of the chunks, the lowest bit of a byte first. */
export class ChunkMap {
  readonly count: number;
  readonly #bits: Uint8Array;
  #have = 0;

  private constructor(count: number, bits: Uint8Array) {
    this.count = count;
    this.#bits = bits;
    for (let index = 0; index < count; index++) if (this.has(index)) this.#have += 1;
  }

  static empty(count: number): ChunkMap {
    return new ChunkMap(count, new Uint8Array(Math.ceil(count / 8)));
  }

  /** As `bytes` wrote it; null for anything else, which is no map of so many chunks. */
  static read(bytes: Uint8Array, count: number): ChunkMap | null {
    if (bytes.length !== Math.ceil(count / 8)) return null;
    const beyond = count % 8 === 0 ? 0 : (bytes.at(-1) ?? 0) >> (count % 8);
    return beyond === 0 ? new ChunkMap(count, Uint8Array.from(bytes)) : null;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bits);
  }

  get have(): number {
    return this.#have;
  }

  get isWhole(): boolean {
    return this.#have === this.count;
  }

  has(index: number): boolean {
    return (((this.#bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
  }

  add(index: number): void {
    if (index < 0 || index >= this.count) throw new RangeError(`there is no chunk ${index}`);
    if (this.has(index)) return;
    this.#bits[index >> 3] = (this.#bits[index >> 3] ?? 0) | (1 << (index & 7));
    this.#have += 1;
  }
}
