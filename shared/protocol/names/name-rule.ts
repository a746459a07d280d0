import { z } from 'zod';
import { NAME_MAX } from '../limits.ts';
import { type Saying, says } from '../saying.ts';
import { line } from '../text.ts';
import { isSameName } from './name-skeleton.ts';
import { MARK_POINTS, NAME_POINTS, UNICODE_VERSION } from './name-table.ts';

/** What stands for all members where a recipient is named. */
const RESERVED = ['broadcast', 'everyone'];

function bounds(text: string): number[] {
  let point = 0;
  return text.split(' ').map((step) => {
    point += Number.parseInt(step, 36);
    return point;
  });
}

const NAMES = bounds(NAME_POINTS);
const MARKS = bounds(MARK_POINTS);

/** How many bounds are at or below it: an odd number means that it lies within a range. */
function isWithin(ranges: readonly number[], point: number): boolean {
  let [from, to] = [0, ranges.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ranges[middle] as number) <= point) from = middle + 1;
    else to = middle;
  }
  return from % 2 === 1;
}

const PUNCTUATION = new Set(Array.from(" '-._\u00b7\u05f3\u05f4\u2019\u30fb", (c) => c.codePointAt(0) ?? 0));

/** Why nobody can be called this, or null: the same on every runtime. The name has been trimmed. */
export function nameError(name: string): Saying | null {
  const points = Array.from(name, (character) => character.codePointAt(0) ?? 0);
  const bad = points.find((point) => !isWithin(NAMES, point));
  if (bad !== undefined) {
    const code = bad.toString(16).toUpperCase().padStart(4, '0');
    return says('issue.name.character', { character: `U+${code}`, version: UNICODE_VERSION });
  }
  if (name.includes('  ')) return says('issue.name.twoSpaces');
  const [first] = points;
  if (first === undefined || isWithin(MARKS, first)) return says('issue.name.combiningMark');
  if (points.every((point) => PUNCTUATION.has(point))) return says('issue.name.noLetter');
  const reserved = RESERVED.find((word) => isSameName(word, name));
  return reserved === undefined ? null : says('issue.name.reserved', { reserved });
}

/** A name as it stands in an entry: exactly the bytes that were signed, without the white space around it. */
export const PersonName = line(1, NAME_MAX).superRefine((name, context) => {
  const wrong = nameError(name);
  if (wrong !== null) context.addIssue({ code: 'custom', params: { says: wrong } });
});

/** A name as somebody types it: composed first, as keyboards differ in how they send one letter. */
export const TypedName = z
  .string()
  .transform((name) => name.normalize('NFC'))
  .pipe(PersonName);
