/** A value of D-Bus that is read here; null stands for one of a type that is not. */
export type BusValue = string | number | boolean | null;

/** Reads values out of a message (D-Bus Specification 0.43, "Marshaling (Wire Format)"). Throws at its end. */
export class BusReader {
  readonly #bytes: Buffer;
  readonly #little: boolean;
  #at: number;

  constructor(bytes: Buffer, at: number, little: boolean) {
    this.#bytes = bytes;
    this.#at = at;
    this.#little = little;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  align(to: number): void {
    this.#at = Math.ceil(this.#at / to) * to;
  }

  byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  /** An unsigned one of 32 bits. */
  number(): number {
    this.align(4);
    const value = this.#little ? this.#bytes.readUInt32LE(this.#at) : this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  /** A value with its signature before it; null if it is not plain. */
  variant(): BusValue {
    const signature = this.#signature();
    return this.#plain(signature) ?? null;
  }

  /** By their signature; ends before the first one that is not plain. */
  plainValues(signature: string): BusValue[] {
    const values: BusValue[] = [];
    for (const type of signature) {
      const value = type === 'v' ? this.variant() : this.#plain(type);
      if (value === undefined) break;
      values.push(value);
      // What follows a value that was not read cannot be found.
      if (value === null) break;
    }
    return values;
  }

  #plain(signature: string): BusValue | undefined {
    switch (signature) {
      case 's':
      case 'o':
        return this.#text(this.number());
      case 'g':
        return this.#signature();
      case 'u':
        return this.number();
      case 'b':
        return this.number() === 1;
      default:
        return undefined;
    }
  }

  #signature(): string {
    return this.#text(this.byte());
  }

  #text(length: number): string {
    const end = this.#at + length;
    if (end + 1 > this.#bytes.length) throw new RangeError('a text that ends after its message');
    const value = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return value;
  }
}
