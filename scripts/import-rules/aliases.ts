/**
 * Names that stand for other modules: package.json "imports", tsconfig "paths", Vite's `resolve.alias`. All are read
 * from the files themselves, so that an alias cannot lead around a rule.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argumentsOf, bare, isNode, parseFile, type SyntaxNode, staticText, walk } from './syntax-tree.ts';

export interface Alias {
  /** What is written in the import, with at most one `*`. */
  readonly pattern: string;
  /** An absolute path, or the name of another module; with `*` where the pattern has one. Null: cannot be told. */
  readonly target: string | null;
  /** The file that defines it, relative to the project. */
  readonly definedIn: string;
  readonly line: number;
}

export function readAliases(root: string): Alias[] {
  const found = [...packageImports(root)];
  for (const path of globSync('{,renderer/,electron/*/,shared/}tsconfig*.json', { cwd: root })) {
    found.push(...typescriptPaths(root, path));
  }
  for (const path of globSync('{,renderer/}*.config.{ts,mts,cts,js,mjs,cjs}', { cwd: root })) {
    found.push(...viteAliases(root, path));
  }
  return found;
}

/** What a specifier stands for, by every alias that matches it. */
export function expandAliases(specifier: string, aliases: readonly Alias[]): Array<string | null> {
  return aliases.flatMap(({ pattern, target }) => {
    const [head = '', tail] = pattern.split('*');
    if (tail === undefined) return specifier === pattern ? [target] : [];
    if (!specifier.startsWith(head) || !specifier.endsWith(tail)) return [];
    if (specifier.length < head.length + tail.length) return [];
    const rest = specifier.slice(head.length, specifier.length - tail.length);
    return [target === null ? null : target.replaceAll('*', rest)];
  });
}

function packageImports(root: string): Alias[] {
  const path = join(root, 'package.json');
  if (!existsSync(path)) return [];
  const imports: unknown = JSON.parse(readFileSync(path, 'utf8')).imports ?? {};
  return Object.entries(imports as Record<string, unknown>).flatMap(([pattern, value]) =>
    strings(value).map((target) => ({
      pattern,
      target: target.startsWith('.') ? resolve(root, target) : target,
      definedIn: 'package.json',
      line: 1,
    })),
  );
}

function typescriptPaths(root: string, path: string): Alias[] {
  // JSON with comments is an expression of the language, so the same parser reads it.
  const options = readLiteral(`(${readFileSync(join(root, path), 'utf8')})`)?.compilerOptions;
  if (typeof options !== 'object' || options === null) return [];
  const { paths, baseUrl } = options as { paths?: Record<string, unknown>; baseUrl?: unknown };
  const base = resolve(root, dirname(path), typeof baseUrl === 'string' ? baseUrl : '.');
  return Object.entries(paths ?? {}).flatMap(([pattern, value]) =>
    strings(value).map((target) => ({ pattern, target: resolve(base, target), definedIn: path, line: 1 })),
  );
}

/** `alias: { name: value }` and `alias: [{ find, replacement }]`, wherever they stand in a configuration. */
function viteAliases(root: string, path: string): Alias[] {
  const text = readFileSync(join(root, path), 'utf8');
  const file = parseFile(path, text);
  const found: Alias[] = [];
  const base = resolve(root, dirname(path));
  const add = (find: string | null, replacement: unknown, node: SyntaxNode) => {
    const target = pathText(replacement, base);
    const defined = { definedIn: path, line: file.lineAt(node.start) };
    if (find === null) return void found.push({ pattern: '*', target: null, ...defined });
    const place = target !== null && /^[./]/.test(target) ? resolve(base, target) : target;
    found.push({ pattern: find, target: place, ...defined });
    const inside = find.endsWith('/') ? `${find}*` : `${find}/*`;
    found.push({ pattern: inside, target: place === null ? null : `${place}/*`, ...defined });
  };
  walk(file.program, (node) => {
    if (node.type !== 'Property' || keyName(node) !== 'alias') return;
    const value = bare(node.value);
    if (value?.type === 'ObjectExpression') {
      for (const entry of elements(value)) add(keyName(entry), entry.value, entry);
    } else if (value?.type === 'ArrayExpression') {
      for (const entry of elements(value)) {
        const fields = new Map(elements(entry).map((field) => [keyName(field), field.value]));
        add(findText(fields.get('find')), fields.get('replacement'), entry);
      }
    } else add(null, null, node);
  });
  return found;
}

function elements(node: SyntaxNode | null): SyntaxNode[] {
  const items = node?.type === 'ArrayExpression' ? node.elements : node?.properties;
  return Array.isArray(items) ? items.filter(isNode) : [];
}

function keyName(node: SyntaxNode): string | null {
  const key = node.key;
  if (!isNode(key)) return null;
  if (node.computed !== true && typeof key.name === 'string') return key.name;
  return staticText(key);
}

/** The name that `find` matches; of a regular expression, the plain text it begins with. */
function findText(value: unknown): string | null {
  const node = bare(value);
  const regex = node?.regex;
  if (typeof regex !== 'object' || regex === null) return staticText(value);
  const source = String(Reflect.get(regex, 'pattern')).replace(/^\^/, '').replaceAll('\\/', '/');
  return /^[\w@#~/:-]+/.exec(source)?.[0] ?? null;
}

/**
 * A path put together from literals: `resolve(root, 'electron/main')`, `fileURLToPath(new URL('./x', import.meta.url))`.
 * A variable among the arguments is taken for the folder of the configuration.
 */
function pathText(value: unknown, base: string): string | null {
  const plain = staticText(value);
  if (plain !== null) return plain;
  const call = bare(value);
  if (call?.type === 'BinaryExpression') {
    const [left, right] = [pathText(call.left, base), pathText(call.right, base)];
    return left === null || right === null ? null : left + right;
  }
  if (call?.type !== 'CallExpression') return null;
  const parts = argumentsOf(call).map((argument) => pathText(argument, base) ?? base);
  return parts.some((part) => part !== base) ? resolve(base, ...parts) : null;
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

function readLiteral(text: string): Record<string, unknown> | null {
  const statement = parseFile('settings.ts', text).program.body;
  const expression = Array.isArray(statement) && isNode(statement[0]) ? bare(statement[0].expression) : null;
  const value = literalValue(expression);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function literalValue(node: SyntaxNode | null): unknown {
  if (node?.type === 'ObjectExpression') {
    return Object.fromEntries(
      elements(node).map((entry) => [keyName(entry), literalValue(bare(entry.value))]),
    );
  }
  if (node?.type === 'ArrayExpression') return elements(node).map((element) => literalValue(bare(element)));
  return node?.value;
}
