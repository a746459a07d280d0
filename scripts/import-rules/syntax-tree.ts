/** The little of a syntax tree (ESTree as oxc-parser gives it) that the import rules need. */
import { parseSync } from 'oxc-parser';

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface ParsedFile {
  readonly program: SyntaxNode;
  readonly comments: ReadonlyArray<{ readonly value: string; readonly start: number }>;
  /** Messages of syntax errors; empty for a sound file. */
  readonly errors: readonly string[];
  lineAt(offset: number): number;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';
}

export function parseFile(path: string, text: string): ParsedFile {
  const lang = /\.[mc]?jsx?$/.test(path) ? 'jsx' : path.endsWith('.tsx') ? 'tsx' : 'ts';
  const parsed = parseSync(path, text, { lang, sourceType: path.endsWith('.cjs') ? 'script' : 'module' });
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return {
    program: parsed.program as unknown as SyntaxNode,
    comments: parsed.comments,
    errors: parsed.errors.filter((error) => error.severity === 'Error').map((error) => error.message),
    lineAt: (offset) => starts.findLastIndex((start) => start <= offset) + 1,
  };
}

export type Visit = (node: SyntaxNode, parent: SyntaxNode | null, key: string) => void;

/** Calls `visit` for each node, parents first. */
export function walk(node: SyntaxNode, visit: Visit, parent: SyntaxNode | null = null, key = ''): void {
  visit(node, parent, key);
  for (const [childKey, child] of Object.entries(node)) {
    for (const item of Array.isArray(child) ? child : [child]) {
      if (isNode(item)) walk(item, visit, node, childKey);
    }
  }
}

const WRAPPERS = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'ChainExpression',
  'AwaitExpression',
]);

/** The expression without parentheses, casts, `await` and `?.`. */
export function bare(node: unknown): SyntaxNode | null {
  if (!isNode(node)) return null;
  return WRAPPERS.has(node.type) ? bare(node.expression ?? node.argument) : node;
}

/** The name of a property access (`a.b`, `a['b']`), or null. */
export function propertyName(node: SyntaxNode | null): string | null {
  if (node?.type !== 'MemberExpression') return null;
  const property = node.property;
  if (node.computed === true) return staticText(property);
  // `#require` is a member of a class, whatever its name.
  return isNode(property) && property.type === 'Identifier' ? String(property.name) : null;
}

export function identifierName(node: SyntaxNode | null): string | null {
  return node?.type === 'Identifier' && typeof node.name === 'string' ? node.name : null;
}

export function argumentsOf(node: SyntaxNode): readonly unknown[] {
  return Array.isArray(node.arguments) ? node.arguments : [];
}

function isImportMeta(node: SyntaxNode | null): boolean {
  return node?.type === 'MetaProperty';
}

/** The text of `new URL(text, import.meta.url)`; undefined when the node is not of this form. */
export function urlFromHere(node: SyntaxNode | null): { readonly text: string | null } | undefined {
  if (node?.type !== 'NewExpression' || identifierName(bare(node.callee)) !== 'URL') return undefined;
  const [address, base] = argumentsOf(node);
  const from = bare(base);
  if (propertyName(from) !== 'url' || !isImportMeta(bare(from?.object))) return undefined;
  return { text: staticText(address) };
}

/** The string that an expression is, if it is written out: literals, their concatenations, templates, `new URL(…).href`. */
export function staticText(value: unknown): string | null {
  const node = bare(value);
  if (node === null) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type === 'TemplateLiteral') return templateText(node);
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const [left, right] = [staticText(node.left), staticText(node.right)];
    return left === null || right === null ? null : left + right;
  }
  if (node.type === 'CallExpression' && propertyName(bare(node.callee)) === 'toString') {
    return urlFromHere(bare(bare(node.callee)?.object))?.text ?? null;
  }
  if (node.type === 'MemberExpression' && propertyName(node) === 'href') {
    return urlFromHere(bare(node.object))?.text ?? null;
  }
  return urlFromHere(node)?.text ?? null;
}

function templateText(node: SyntaxNode): string | null {
  const quasis = Array.isArray(node.quasis) ? node.quasis.filter(isNode) : [];
  const expressions = Array.isArray(node.expressions) ? node.expressions : [];
  let text = '';
  for (const [index, quasi] of quasis.entries()) {
    const cooked: unknown = Reflect.get(quasi.value as object, 'cooked');
    if (typeof cooked !== 'string') return null;
    text += cooked;
    if (index < expressions.length) {
      const inner = staticText(expressions[index]);
      if (inner === null) return null;
      text += inner;
    }
  }
  return text;
}

export { isImportMeta };
