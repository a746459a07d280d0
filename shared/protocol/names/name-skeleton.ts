/**
 * Whether two names are one to people: by case folding and the skeletons of UTS 39, from tables of one version of
 * Unicode. `toLowerCase` is that of the runtime, and members with other runtimes would come to other verdicts.
 */
import { FOLD_LONG, FOLD_RUNS, LOOKS_LIKE } from './name-table.ts';

const number = (digits: string): number => Number.parseInt(digits, 36);

/** `target=sources;...`, sources as differences. */
function byTarget(text: string, into = new Map<string, string>()): Map<string, string> {
  for (const group of text.split(';')) {
    const [target = '', sources = ''] = group.split('=');
    const value = target === '' ? '' : String.fromCodePoint(...target.split(' ').map(number));
    let point = 0;
    for (const step of sources.split(' ')) {
      point += number(step);
      into.set(String.fromCodePoint(point), value);
    }
  }
  return into;
}

function foldings(): Map<string, string> {
  const map = byTarget(FOLD_LONG);
  for (const run of FOLD_RUNS.split(';')) {
    const [first = 0, count = 0, step = 0, distance = 0] = run.split(' ').map(number);
    for (let i = 0; i < count; i += 1) {
      const point = first + i * step;
      map.set(String.fromCodePoint(point), String.fromCodePoint(point + distance));
    }
  }
  return map;
}

const FOLDED = foldings();
const PROTOTYPES = byTarget(LOOKS_LIKE);

function mapped(text: string, table: ReadonlyMap<string, string>): string {
  let result = '';
  for (const character of text) result += table.get(character) ?? character;
  return result;
}

/** Unicode's default case folding. */
export function foldName(name: string): string {
  return mapped(name, FOLDED);
}

/** UTS 39: names with one skeleton look alike. Normal forms of assigned characters never change. */
export function nameSkeleton(name: string): string {
  return mapped(name.normalize('NFD'), PROTOTYPES).normalize('NFD');
}

/** One name to people: in another case, in characters that look the same, or both. */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [one.trim(), other.trim()];
  return (
    nameSkeleton(foldName(a)) === nameSkeleton(foldName(b)) ||
    nameSkeleton(foldName(nameSkeleton(a))) === nameSkeleton(foldName(nameSkeleton(b)))
  );
}
