/** Finds every place in a file that names another module, in any of the forms that Node and the bundler know. */
import {
  argumentsOf,
  bare,
  identifierName,
  isImportMeta,
  isNode,
  type ParsedFile,
  propertyName,
  type SyntaxNode,
  staticText,
  urlFromHere,
  walk,
} from './syntax-tree.ts';

export interface FoundImport {
  /** How it is imported, for people: `import`, `import()`, `require()` … */
  readonly form: string;
  /** What is imported; null when it is not written out. */
  readonly specifier: string | null;
  readonly line: number;
  /** True for `new URL(…, import.meta.url)`: a place at run time, which need not be code. */
  readonly isPlace: boolean;
}

const WORKERS = new Set(['Worker', 'SharedWorker']);
/** Doors to modules that are neither import nor require. */
const BUILTIN_DOORS = new Set(['getBuiltinModule', 'binding', '_linkedBinding']);

export function collectImports(file: ParsedFile): FoundImport[] {
  const found: FoundImport[] = [];
  const add = (form: string, specifier: string | null, node: { start: number }, isPlace = false) =>
    found.push({ form, specifier, line: file.lineAt(node.start), isPlace });

  for (const comment of file.comments) {
    const directive = /^\/\s*<reference\s+(?:path|types)\s*=\s*(['"])(.*?)\1/.exec(comment.value);
    const target = directive?.[2];
    if (target !== undefined) add('/// <reference>', target, comment);
  }

  const { requires, creators } = requireNames(file.program);
  const urlsOfWorkers = new Set<SyntaxNode>();

  walk(file.program, (node, parent, key) => {
    switch (node.type) {
      case 'ImportDeclaration':
        return add(node.importKind === 'type' ? 'import type' : 'import', staticText(node.source), node);
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (isNode(node.source)) add('export from', staticText(node.source), node);
        return;
      case 'TSExternalModuleReference':
        return add('import = require()', staticText(node.expression), node);
      case 'TSImportType':
        return add('import() type', staticText(node.source ?? node.argument), node);
      case 'ImportExpression':
        return add('import()', staticText(node.source), node);
      case 'NewExpression':
        return visitNew(node);
      case 'CallExpression':
        return visitCall(node, parent, key);
      case 'Identifier':
        return visitIdentifier(node, parent, key);
    }
  });
  return found;

  function visitNew(node: SyntaxNode): void {
    const callee = bare(node.callee);
    const name = identifierName(callee) ?? propertyName(callee);
    const [first, options] = argumentsOf(node);
    if (name !== null && WORKERS.has(name)) {
      const target = bare(first);
      const url = urlFromHere(target);
      if (target !== null && url !== undefined) {
        urlsOfWorkers.add(target);
        return void add(`new ${name}()`, url.text, node, url.text !== null);
      }
      if (runsText(options)) return void add(`new ${name}() with eval`, null, node);
      // A variable was checked where its URL was made; a text put together on the spot was not.
      const isVariable = target?.type === 'Identifier' || target?.type === 'MemberExpression';
      if (!isVariable) add(`new ${name}()`, staticText(first), node, true);
      return;
    }
    const url = urlFromHere(node);
    if (url !== undefined && url.text !== null && !urlsOfWorkers.has(node))
      add('new URL()', url.text, node, true);
  }

  function visitCall(node: SyntaxNode, parent: SyntaxNode | null, key: string): void {
    const callee = bare(node.callee);
    const name = identifierName(callee);
    const property = propertyName(callee);
    const object = bare(callee?.object);
    const [first] = argumentsOf(node);

    if ((name !== null && creators.has(name)) || property === 'createRequire') {
      if (!isKeptOrUsed(parent, key)) add('createRequire() as a value', null, node);
    } else if (name !== null && requires.has(name)) add('require()', staticText(first), node);
    else if (property === 'require' && object?.type !== 'ThisExpression')
      add('require()', staticText(first), node);
    else if (property === 'resolve' && isRequire(object)) add('require.resolve()', staticText(first), node);
    else if (callee?.type === 'CallExpression' && isCreator(bare(callee.callee))) {
      add('createRequire()()', staticText(first), node);
    } else if (property !== null && isImportMeta(object) && property === 'resolve') {
      add('import.meta.resolve()', staticText(first), node);
    } else if (property !== null && isImportMeta(object) && property.startsWith('glob')) {
      for (const pattern of globPatterns(first)) add('import.meta.glob()', pattern, node);
    } else if (property !== null && BUILTIN_DOORS.has(property)) {
      const module = staticText(first);
      add(`${property}()`, module?.startsWith('electron') ? 'electron' : module, node);
    }
  }

  function isCreator(node: SyntaxNode | null): boolean {
    const name = identifierName(node);
    return (name !== null && creators.has(name)) || propertyName(node) === 'createRequire';
  }

  function isRequire(node: SyntaxNode | null): boolean {
    const name = identifierName(node);
    if (name !== null && requires.has(name)) return true;
    return node?.type === 'CallExpression' && isCreator(bare(node.callee));
  }

  /** `require` and `createRequire` handed on as values would hide what is loaded with them. */
  function visitIdentifier(node: SyntaxNode, parent: SyntaxNode | null, key: string): void {
    const name = identifierName(node);
    if (name === null || parent === null || !(requires.has(name) || creators.has(name))) return;
    const isName =
      key === 'id' || key === 'local' || key === 'imported' || key === 'exported' || key === 'params';
    const isOwnProperty = (key === 'property' || key === 'key') && parent.computed !== true;
    const isUse = key === 'callee' || (key === 'object' && parent.type === 'MemberExpression');
    const isTarget = parent.type === 'AssignmentExpression' && key === 'left';
    const isTypeOnly =
      parent.type.startsWith('TS') && !/^TS(As|NonNull|Satisfies)Expression$/.test(parent.type);
    const isTypeof = parent.type === 'UnaryExpression' && parent.operator === 'typeof';
    if (isName || isOwnProperty || isUse || isTarget || isTypeOnly || isTypeof) return;
    add(`${name} as a value`, null, node);
  }
}

/** Names under which this file holds `require` and `createRequire`. */
function requireNames(program: SyntaxNode): { requires: Set<string>; creators: Set<string> } {
  const requires = new Set(['require']);
  const creators = new Set(['createRequire']);
  walk(program, (node) => {
    if (node.type !== 'ImportSpecifier') return;
    const local = identifierName(bare(node.local));
    if (identifierName(bare(node.imported)) === 'createRequire' && local !== null) creators.add(local);
  });
  walk(program, (node) => {
    const [target, value] =
      node.type === 'VariableDeclarator'
        ? [node.id, node.init]
        : node.type === 'AssignmentExpression'
          ? [node.left, node.right]
          : [null, null];
    const name = identifierName(bare(target));
    const call = bare(value);
    if (name === null || call?.type !== 'CallExpression') return;
    const callee = bare(call.callee);
    const called = identifierName(callee) ?? propertyName(callee);
    if (called !== null && creators.has(called)) requires.add(name);
  });
  return { requires, creators };
}

function isKeptOrUsed(parent: SyntaxNode | null, key: string): boolean {
  if (parent === null) return false;
  if (parent.type === 'VariableDeclarator') return isNode(parent.id) && parent.id.type === 'Identifier';
  if (parent.type === 'AssignmentExpression') return isNode(parent.left) && parent.left.type === 'Identifier';
  return key === 'callee' || (key === 'object' && parent.type === 'MemberExpression');
}

function runsText(options: unknown): boolean {
  const node = bare(options);
  if (node?.type !== 'ObjectExpression' || !Array.isArray(node.properties)) return false;
  return node.properties.some((property) => {
    if (!isNode(property) || !isNode(property.key) || !isNode(property.value)) return false;
    const name = property.key.name ?? property.key.value;
    return name === 'eval' && property.value.value !== false;
  });
}

/** Patterns of `import.meta.glob`, cut before their first wildcard; null for what is not written out. */
function globPatterns(value: unknown): Array<string | null> {
  const node = bare(value);
  const items = node?.type === 'ArrayExpression' && Array.isArray(node.elements) ? node.elements : [value];
  return items
    .map((item) => staticText(item))
    .filter((text) => text?.startsWith('!') !== true)
    .map((text) => (text === null ? null : text.replace(/[*?{[(].*$/s, '')));
}
