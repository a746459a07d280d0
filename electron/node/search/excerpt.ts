import type { SearchPart } from '#shared/contract/domain/search.ts';
import { placedWords } from './search-terms.ts';

/** Characters before the first word that was found, and in all. */
const BEFORE = 40;
const LENGTH = 180;

/**
 * The part of a text around the first word that was found, with every word that was found in it by itself. It is text
 * in pieces: nothing in it is markup, whoever wrote it.
 */
export function excerpt(text: string, terms: readonly string[]): SearchPart[] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  let to = LENGTH;
  for (const { from: start, to: end, word } of placedWords(text)) {
    if (start >= to && found.length > 0) break;
    if (!terms.some((term) => word.startsWith(term))) continue;
    if (found.length === 0) {
      from = start <= BEFORE ? 0 : atCharacter(text, start - BEFORE);
      to = from + LENGTH;
    }
    found.push({ from: start, to: Math.min(end, to) });
  }
  const end = Math.min(text.length, atCharacter(text, to));
  const parts: SearchPart[] = [];
  let at = from;
  for (const word of found) {
    if (word.from >= end) break;
    parts.push({ text: text.slice(at, word.from), found: false });
    at = Math.min(end, atCharacter(text, word.to));
    parts.push({ text: text.slice(word.from, at), found: true });
  }
  parts.push({ text: text.slice(at, end), found: false });
  if (from > 0) parts.unshift({ text: '…', found: false });
  if (end < text.length) parts.push({ text: '…', found: false });
  return joined(parts);
}

/** Never between the two halves of a character. */
function atCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}

function joined(parts: readonly SearchPart[]): SearchPart[] {
  const all: SearchPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.text === '') continue;
    if (last && last.found === part.found) all[all.length - 1] = { ...last, text: last.text + part.text };
    else all.push(part);
  }
  return all;
}
