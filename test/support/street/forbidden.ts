/** What no page may say, whoever its members are: the traces of a program in what people read. */

export interface Forbidden {
  readonly what: string;
  readonly pattern: RegExp;
}

export const FORBIDDEN: readonly Forbidden[] = [
  { what: 'a value that is none', pattern: /\bundefined\b|\bNaN\b|\[object|\bnull\b/ },
  { what: 'a place that was not filled', pattern: /\{\w+[},]/ },
  {
    what: 'text of the validator',
    pattern: /Invalid input|expected \w+, received|Too (small|big)|Unrecognized key/,
  },
  { what: 'a time for programs', pattern: /\d{4}-\d\d-\d\dT/ },
  {
    what: 'the kind of an entry in quotes',
    pattern: /[“"](comment|review|revise|endorse|transfer|proof|confirm|restored)[”"]/,
  },
  {
    what: 'a count that does not fit its word',
    pattern: /\b1 (messages|members|receipts|votes|tokens|peers|others|people|episodes|signatures)\b/,
  },
  { what: 'two called all', pattern: /\ball 2\b/i },
  { what: 'a writer that is nobody', pattern: /Everyone wrote|someone unknown/ },
  { what: 'a doubled mark', pattern: /[^.]\.\.(?!\.)|,,| ,|\?\.|;\./ },
];

/** Where a key is the very thing that is shown, it is no slip. */
const KEYS = /did:(?:key|webvh|sov):|\b(?:[0-9a-f]{16,})\b/;

/** What is wrong with the text of a page, one line each, with what stands around it. */
export function slips(text: string, showsKeys: boolean): string[] {
  const rules = showsKeys ? FORBIDDEN : [...FORBIDDEN, { what: 'a key in place of a name', pattern: KEYS }];
  return rules.flatMap(({ what, pattern }) => {
    const found = pattern.exec(text);
    if (!found) return [];
    const around = text.slice(Math.max(0, found.index - 40), found.index + 60).replaceAll(/\s+/g, ' ');
    return [`${what}: …${around}…`];
  });
}
