/** What the command line says to people stands in the locales, so that it can be said in every language. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  bare,
  identifierName,
  parseFile,
  propertyName,
  type SyntaxNode,
  walk,
} from '../../../scripts/import-rules/syntax-tree.ts';

/** The demos speak the tutorial’s English; a script, a unit and an example the language of what reads it. */
const FILES = globSync('electron/headless/**/*.ts').filter(
  (path) =>
    !path.includes('/demos/') &&
    !/\/manual\/(?:man-page|examples|\w+-completion)\.ts$|\/unit-file\.ts$/.test(path),
);

/** The string of a literal; `{}` stands for what a template puts in. */
function textOf(node: SyntaxNode): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral') return null;
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join('{}');
}

/** Two words, a word beside a value, or one that begins and ends as a sentence does. */
function isSaid(text: string): boolean {
  // Our own name is said in every language; an answer of HTTP is for browsers.
  const rest = text.replace(/^ghoststack:? /, '');
  if (rest.includes('\r\n')) return false;
  const isSeveral = /[\p{L}\d}][.,:]? (?:\p{L}|\{\})/u.test(rest) && /\p{L}{2}/u.test(rest);
  return isSeveral || /^\p{Lu}\p{Ll}+[.:?]$/u.test(rest);
}

/** Mistakes of ours that nobody can bring about, and what a WebSocket says to a program when it closes. */
function isForPrograms(parent: SyntaxNode | null): boolean {
  if (parent?.type === 'NewExpression') return identifierName(bare(parent.callee)) === 'Error';
  return parent?.type === 'CallExpression' && propertyName(bare(parent.callee)) === 'close';
}

function saidIn(path: string, text: string): string[] {
  const file = parseFile(path, text);
  const found: string[] = [];
  walk(file.program, (node, parent) => {
    const literal = textOf(node);
    if (literal !== null && isSaid(literal) && !isForPrograms(parent))
      found.push(`${path}:${file.lineAt(node.start)}: ${literal}`);
  });
  return found;
}

test.each([
  "print(output, null, ['The vote is open.'])",
  "print(output, null, ['Removed.'])",
  'print(output, null, [`#{name} is #{did}`])',
  'process.stdout.write(`#{n} receipts`)',
  'process.stderr.write(`ghoststack: #{node} cannot be started`)',
  "throw new UsageError('Say to whom: --to NAME.')",
  'export const join = { summary: `Joins a cell.` }',
  "const goesOn = 'it goes on';",
])('%s is found', (line) => {
  expect(saidIn('some.ts', line.replaceAll('#{', '${'))).toHaveLength(1);
});

test.each([
  'process.stdout.write(`#{text}\\n`)',
  'process.stderr.write(`ghoststack: #{said}#{help}\\n`)',
  'return `#{label}  #{title}`',
  "t('terminal.open.done')",
  "import { x } from './command.ts';",
  "new Error('package.json is missing')",
  "socket.close(1001, 'GhostStack is stopping')",
])('%s is not', (line) => {
  expect(saidIn('some.ts', line.replaceAll('#{', '${'))).toEqual([]);
});

test('the code of the command line says nothing of itself', () => {
  expect(FILES.length).toBeGreaterThan(50);
  expect(FILES.flatMap((path) => saidIn(path, readFileSync(path, 'utf8')))).toEqual([]);
});
