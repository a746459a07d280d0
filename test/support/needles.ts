/** Looks for many texts at once, by one pass over what is searched: a hundred of them cost no more than one. */
export class Needles {
  /** 1 for the first three characters that one of them begins with. */
  readonly #begins = new Uint8Array(1 << 24);
  readonly #named = new Map<number, [name: string, text: string][]>();

  /** @param texts by name, of three characters at least, each of one byte */
  constructor(texts: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(texts)) {
      if (text.length < 3 || /[^\0-\xff]/.test(text)) throw new RangeError(`${name} cannot be looked for`);
      const begin = beginning(text, 0);
      this.#begins[begin] = 1;
      this.#named.set(begin, [...(this.#named.get(begin) ?? []), [name, text]]);
    }
  }

  /** The name of the first one that stands in a text, read as `latin1`; or null. */
  in(text: string): string | null {
    const begins = this.#begins;
    let last = 0;
    for (let at = 0; at < text.length; at += 1) {
      last = ((last << 8) | text.charCodeAt(at)) & 0xffffff;
      if (begins[last] === 0 || at < 2) continue;
      const found = this.#named.get(last)?.find(([, needle]) => text.startsWith(needle, at - 2));
      if (found) return found[0];
    }
    return null;
  }
}

function beginning(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2);
}
