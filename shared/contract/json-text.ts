import { type Saying, says } from '../protocol/saying.ts';

/** What a text that somebody wrote by hand holds. Throws what `refused` makes of where it is no JSON. */
export function readJsonText(text: string, refused: (why: Saying) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine names the place in some texts only, and each engine in its own words.
    const before = text.slice(0, firstFault(text)).split('\n');
    throw refused(says('issue.notJsonAt', { line: before.length, column: (before.at(-1) ?? '').length + 1 }));
  }
}

const PLAIN = /[^"\\\p{Cc}]/u;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;
const DEPTH_MAX = 64;

/** How far a text is JSON (RFC 8259): where the first thing stands that does not belong there. */
function firstFault(text: string): number {
  let at = 0;
  const takes = (token: RegExp): boolean => {
    token.lastIndex = at;
    const isThere = token.test(text);
    if (isThere) at = token.lastIndex;
    return isThere;
  };
  const takesOne = (character: string): boolean => {
    takes(SPACE);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const takesAll = (end: string, member: () => boolean): boolean => {
    if (takesOne(end)) return true;
    do {
      if (!member()) return false;
    } while (takesOne(','));
    return takesOne(end);
  };
  // Step by step: one expression for a whole string tries its parts in every way where the end is missing.
  const takesString = (): boolean => {
    takes(SPACE);
    const begin = at;
    if (!takesOne('"')) return false;
    for (;;) {
      if (PLAIN.test(text[at] ?? '')) at += 1;
      else if (!takes(ESCAPE)) break;
    }
    if (text[at] === '"') at += 1;
    else at = begin;
    return at > begin;
  };
  const takesValue = (depth: number): boolean => {
    if (takesString() || takes(NUMBER) || takes(WORD)) return true;
    if (depth > DEPTH_MAX) return false;
    const inner = () => takesValue(depth + 1);
    if (takesOne('[')) return takesAll(']', inner);
    return takesOne('{') && takesAll('}', () => takesString() && takesOne(':') && inner());
  };
  if (takesValue(0)) takes(SPACE);
  return at;
}
