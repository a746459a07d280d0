/** Read from the sources: every sentence of the terminal is said somewhere, with what it takes. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EN } from '#shared/words/strings/en.ts';
import {
  argumentsOf,
  bare,
  identifierName,
  isNode,
  parseFile,
  type SyntaxNode,
  staticText,
  walk,
} from '../../../scripts/import-rules/syntax-tree.ts';
import { messageArguments } from '../../support/message-arguments.ts';

interface Said {
  readonly at: string;
  readonly key: string;
  /** What is given; null where that is put together elsewhere. */
  readonly params: readonly string[] | null;
}

const STRINGS: Readonly<Record<string, string>> = EN;
const KEYS = Object.keys(STRINGS).filter((key) => key.startsWith('terminal.'));
const SAID = globSync('electron/headless/**/*.ts').flatMap(saidIn);

function saidIn(path: string): Said[] {
  const file = parseFile(path, readFileSync(path, 'utf8'));
  const found: Said[] = [];
  walk(file.program, (node) => {
    if (node.type !== 'CallExpression') return;
    const name = identifierName(bare(node.callee));
    // A refusal of the dashboard begins with the response and its status.
    const [key, params] =
      name === 't' ? argumentsOf(node) : name === 'refuse' ? argumentsOf(node).slice(2) : [];
    const at = `${path}:${file.lineAt(node.start)}`;
    for (const each of keysOf(bare(key))) found.push({ at, key: each, params: namesOf(bare(params)) });
  });
  return found;
}

function keysOf(key: SyntaxNode | null): string[] {
  if (key?.type === 'ConditionalExpression')
    return [...keysOf(bare(key.consequent)), ...keysOf(bare(key.alternate))];
  const text = staticText(key);
  return text?.startsWith('terminal.') ? [text] : [];
}

function namesOf(params: SyntaxNode | null): string[] | null {
  if (params === null) return [];
  if (params.type !== 'ObjectExpression' || !Array.isArray(params.properties)) return null;
  const names = params.properties.filter(isNode).map(({ key }) => identifierName(bare(key)));
  return names.every((name) => name !== null) ? names : null;
}

const takenBy = (key: string): string[] => [
  ...new Set(messageArguments(STRINGS[key] ?? '').map((argument) => argument.split(':')[0] ?? '')),
];

test('every sentence is given what it takes, and nothing else', () => {
  expect(SAID.filter(({ params }) => params?.length).length).toBeGreaterThan(40);
  const wrong = SAID.filter(
    ({ key, params }) => params && [...params].sort().join() !== takenBy(key).sort().join(),
  );
  expect(wrong).toEqual([]);
});

test('every sentence is said', () => {
  const named = new Set(SAID.map(({ key }) => key));
  const notes = globSync('electron/headless/{commands,manual}/*.ts').map((path) =>
    readFileSync(path, 'utf8'),
  );
  const unsaid = KEYS.filter(
    (key) =>
      !named.has(key) &&
      !/^terminal\.(?:[a-z-]+\.(?:summary|usage|option\.[a-z-]+)|(?:option|value)\.[a-z-]+)$/.test(key) &&
      !notes.some((text) => text.includes(`'${key}'`)),
  );
  expect(unsaid).toEqual([]);
});
