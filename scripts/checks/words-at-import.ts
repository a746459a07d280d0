import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { bare, identifierName, isNode, parseFile, type SyntaxNode } from '../import-rules/syntax-tree.ts';
import type { Check } from './check-result.ts';

/** What is said while a file is loaded stays in the language that was spoken then, whatever is chosen later. */
export const wordsCheck: Check = {
  name: 'words when loaded',
  async run(root) {
    const paths = globSync('{electron,renderer,shared}/**/*.{ts,tsx}', { cwd: root }).sort();
    const found = paths.flatMap((path) =>
      wordsSaidAtImport(path, readFileSync(join(root, path), 'utf8')).map(
        ({ line, name }) =>
          `${path}:${line} calls ${name} while it is loaded: call it where its words are shown`,
      ),
    );
    return { ok: found.length === 0, summary: `${paths.length} files`, report: found.join('\n') };
  },
};

/** Calls of what comes from shared/words outside of every function. */
export function wordsSaidAtImport(path: string, text: string): { line: number; name: string }[] {
  if (!text.includes('words/') && !path.replaceAll('\\', '/').startsWith('shared/words/')) return [];
  const { program, lineAt } = parseFile(path, text);
  const words = importedWords(program, path);
  const found: { line: number; name: string }[] = [];
  whileLoaded(program, (node) => {
    const name = node.type === 'CallExpression' ? identifierName(bare(node.callee)) : null;
    if (name !== null && words.has(name)) found.push({ line: lineAt(node.start), name });
  });
  return found;
}

function importedWords(program: SyntaxNode, path: string): Set<string> {
  const folder = dirname(path.replaceAll('\\', '/'));
  const names = new Set<string>();
  for (const statement of nodesIn(program.body)) {
    if (statement.type !== 'ImportDeclaration' || !isNode(statement.source)) continue;
    const from = String(statement.source.value);
    const inProject = from.startsWith('.') ? join(folder, from) : from.replace(/^#/, '');
    if (!inProject.startsWith('shared/words/')) continue;
    for (const { local } of nodesIn(statement.specifiers)) {
      const name = isNode(local) ? identifierName(local) : null;
      if (name !== null) names.add(name);
    }
  }
  return names;
}

/** Every node that is run when the file is loaded: not the insides of functions, nor fields that an instance gets. */
function whileLoaded(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  if (/Function/.test(node.type) || node.type === 'MethodDefinition') return;
  if (node.type === 'PropertyDefinition' && node.static !== true) return;
  visit(node);
  for (const child of Object.values(node)) for (const inner of nodesIn(child)) whileLoaded(inner, visit);
}

function nodesIn(value: unknown): SyntaxNode[] {
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}
