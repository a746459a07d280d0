/** Read from the sources: a saying that lacks a parameter of its sentence could be said in no language. */
import { globSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { EN } from '#shared/words/strings/en.ts';

const STRINGS: Readonly<Record<string, string>> = EN;
const KEY = /'((?:error|refusal|issue|fault)\.[\w.]+)'/g;

interface Said {
  readonly at: string;
  readonly key: string;
  /** Null where they are made elsewhere. */
  readonly params: readonly string[] | null;
}

const SOURCES = globSync('{electron,shared,renderer}/**/*.{ts,tsx}').map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));

test('every saying gives the parameters that its sentence takes, and no others', () => {
  const said = SOURCES.flatMap(({ file, text }) => sayingsIn(file, text));
  expect(said.length).toBeGreaterThan(300);
  const wrong = said.flatMap(({ at, key, params }) => {
    const sentence = STRINGS[key];
    if (sentence === undefined) return [`${at}: ${key} has no sentence`];
    const wanted = [...paramsOf(sentence)].sort().join(', ');
    const given = params === null ? wanted : [...params].sort().join(', ');
    return wanted === given ? [] : [`${at}: ${key} takes (${wanted}), not (${given})`];
  });
  expect(wrong).toEqual([]);
});

test('every sentence of an error is said somewhere', () => {
  const all = SOURCES.map(({ text }) => text).join('\n');
  const unsaid = Object.keys(STRINGS).filter(
    (key) =>
      /^(error|refusal|issue|fault)\./.test(key) && !all.includes(`'${key}'`) && !isSaidByPart(key, all),
  );
  expect(unsaid).toEqual([]);
});

/** Where the last word of a key is chosen by a value: `error.some.${value}`. */
function isSaidByPart(key: string, all: string): boolean {
  return all.includes(`\`${key.slice(0, key.lastIndexOf('.'))}.$`);
}

function sayingsIn(file: string, text: string): Said[] {
  return [...text.matchAll(/\b(?:says|issue)\(/g)].flatMap(({ index, 0: call }) => {
    const [key = '', params = '{}'] = argumentsAt(text, index + call.length);
    const at = `${file}:${text.slice(0, index).split('\n').length}`;
    return [...key.matchAll(KEY)].map(([, name = '']) => ({ at, key: name, params: propertiesOf(params) }));
  });
}

/** The arguments of a call as they are written, from behind its parenthesis on. */
function argumentsAt(text: string, start: number): string[] {
  return splitAt(text.slice(start)).map((part) => part.trim());
}

/** Null if it is no object that is written out. */
function propertiesOf(text: string): string[] | null {
  if (!text.startsWith('{') || text.includes('...')) return null;
  return splitAt(text.slice(1)).flatMap((part) => /^\s*(\w+)\s*(?::|$)/.exec(part)?.[1] ?? []);
}

/** Parts between commas, up to the bracket that closes; what stands in brackets or quotes is passed over. */
function splitAt(text: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('\'"`'.includes(character)) at = endOfQuote(text, at);
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) return [...parts, text.slice(from, at)].filter((part) => part.trim() !== '');
    if (depth === 0 && character === ',') {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return parts;
}

function endOfQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at;
  }
  return text.length;
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

function paramsOf(sentence: string): Set<string> {
  const found = new Set<string>();
  const visit = (elements: readonly Element[]): void => {
    for (const element of elements) {
      if (element.type >= 1 && element.type <= 6 && 'value' in element) found.add(element.value);
      if ('options' in element) for (const { value } of Object.values(element.options)) visit(value);
      if ('children' in element) visit(element.children);
    }
  };
  visit(new IntlMessageFormat(sentence, 'en').getAst());
  return found;
}
