/** Tells what a page in the pseudo-language took from the catalogue from what it did not. */

/** Fields of answers and of state whose text is the members' own, or a name for machines. */
const CONTENT_KEYS = new Set([
  'name',
  'stem',
  'title',
  'text',
  'note',
  'comment',
  'cell',
  'cellName',
  'path',
  'word',
  'words',
  'address',
  'addresses',
  'did',
  'fingerprint',
  'inviter',
]);

/** Collects the content of whatever JSON a node told. */
export class Content {
  readonly #texts = new Set<string>();

  add(value: unknown, key = ''): void {
    if (typeof value === 'string') {
      if (CONTENT_KEYS.has(key) && value.trim() !== '') this.#texts.add(flat(value));
      return;
    }
    if (Array.isArray(value)) for (const item of value) this.add(item, key);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, item] of Object.entries(value)) {
        if (key === 'claims') this.#addClaim(inner, item);
        this.add(item, inner);
      }
    }
  }

  /** What a type of credentials calls its fields, and what its issuers write there. */
  #addClaim(name: string, value: unknown): void {
    this.#texts.add(name);
    if (typeof value === 'string' || typeof value === 'boolean') this.#texts.add(flat(String(value)));
  }

  /** The texts, and those that are shown shortened, taken out of `said`: the longest first. */
  without(said: string): string {
    // A DID is shown by its beginning and its end; first of all, as a member's word may be a piece of it.
    let left = flat(said).replace(/([^\s…⟦⟧]{2,})…([^\s…⟦⟧]+)/gu, (whole, start: string, end: string) =>
      [...this.#texts].some((text) => text.startsWith(start) && text.endsWith(end)) ? ' ' : whole,
    );
    for (const text of [...this.#texts].sort((a, b) => b.length - a.length)) {
      if (left.includes(text)) left = left.split(text).join(' ');
    }
    return left.replace(/([^…⟦⟧]{2,})…/gu, (whole, before: string) => {
      const begun = wordStarts(flat(before)).find((start) => this.#isBegun(flat(before).slice(start)));
      return begun === undefined ? whole : `${flat(before).slice(0, begun)} `;
    });
  }

  /** What is shown shortened has at least the beginning of a word, or of several. */
  #isBegun(start: string): boolean {
    return start.length >= 2 && [...this.#texts].some((text) => text.startsWith(start));
  }
}

/** Where the words of a text begin. */
function wordStarts(text: string): number[] {
  return [...text.matchAll(/(?<!\p{L})\S/gu)].map(({ index }) => index);
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What is the same in every language, or was said by `Intl`. */
const NO_WORDS: readonly RegExp[] = [
  /did:[\w:.%-]+(?:…\w+)?/g,
  /ghoststack:\/\/\S+/g,
  /\/(?:ip4|ip6|dns4|dns6|dns)\/\S+/g,
  /\b[\w-]+\.(?:json|jsonl|csv)\b/g,
  // What a file is by its sender, and the end of its name.
  /\b(?:application|audio|image|text|video)\/[\w.+-]+/g,
  /(?<![\w.])\.[a-z0-9]{3,4}(?!\w)/g,
  // Hashes and keys: whole, in groups, or with their middle left out.
  /\b\w{4,12} ?… ?\w{2,12}\b/g,
  /\b[0-9a-f]{4,}(?:[ -][0-9a-f]{4,})+\b/g,
  /\b(?=\w*\d)\w{4,}\b/g,
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/g,
  /\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\b/g,
  /\b(?:January|February|March|April|August|September|October|November|December)\b/g,
  /\b(?:and|or)\b/g,
  // Labels of proposals; languages by their own names; commands.
  /\bP-\d+/g,
  /^(?:English|Deutsch)$/g,
  /\bghoststack [a-z-]+(?: --[a-z-]+(?: \S+)?)*/g,
  /\b(?:KB|MB|GB)\b/g,
  /\bU\+[0-9A-F]{4,6}\b/g,
];

/** The strings in which words are left that no catalogue gave, each with those words. */
export function untranslated(said: readonly string[], content: Content): string[] {
  return said.flatMap((text) => {
    const left = NO_WORDS.reduce((rest, pattern) => rest.replace(pattern, ' '), content.without(text));
    const words = left.match(/[A-Za-z][A-Za-z’'-]+/g) ?? [];
    return words.length > 0 ? [`${words.join(' ')}: “${text.slice(0, 160)}”`] : [];
  });
}
