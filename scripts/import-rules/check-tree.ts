/** Reads every source file of a project and reports the imports that break a rule. */
import { globSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readAliases } from './aliases.ts';
import { collectImports, type FoundImport } from './collect-imports.ts';
import { isCode, type Project, resolveImport, sourceOfOutput, type Target } from './resolve-import.ts';
import { type Forbidden, GENERAL_RULES, type ImportRule, RULES } from './rules.ts';
import { parseFile } from './syntax-tree.ts';
import { CHECKED_FOLDERS, FOLDER_OF_LAYERS, PLACES_ALLOWED, ZONES, type Zone } from './zones.ts';

export interface Violation {
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  /** What stands there, as people write it. */
  readonly found: string;
  readonly says: string;
  readonly instead: string;
}

export interface ImportReport {
  readonly files: number;
  readonly imports: number;
  readonly violations: readonly Violation[];
}

/** Packages that are electron, or hand it on. */
const ELECTRON = /^(?:electron(?:$|[/-])|@electron\/|@electron-toolkit\/)/;

export function checkTree(root: string): ImportReport {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const project: Project = {
    root: realpathSync(root),
    packageName: manifest.name,
    aliases: readAliases(root),
  };
  const violations: Violation[] = [];
  let imports = 0;

  for (const alias of project.aliases) {
    if (alias.target !== null) continue;
    const found = alias.pattern === '*' ? 'alias' : `alias '${alias.pattern}'`;
    violations.push(general('unresolvable-import', alias.definedIn, alias.line, found));
  }

  const files = globSync(`{${CHECKED_FOLDERS.join(',')}}/**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}`, {
    cwd: root,
  });
  for (const file of files.sort()) {
    const parsed = parseFile(file, readFileSync(join(root, file), 'utf8'));
    const [error] = parsed.errors;
    if (error !== undefined) violations.push(general('does-not-parse', file, 1, error));
    const zone = zoneOf(file);
    if (zone === null) {
      violations.push(general('folder-without-a-layer', file, 1, file));
      continue;
    }
    for (const found of collectImports(parsed)) {
      imports += 1;
      const broken = resolveImport(found, file, project)
        .map((target) => judge(found, file, zone, target))
        .find((violation) => violation !== null);
      // `import(new URL(…).href)` is found twice: as an import, and as a place.
      const isKnown = violations.some(
        ({ file: known, line, rule }) =>
          known === file && line === broken?.line && rule === broken.rule && found.isPlace,
      );
      if (broken && !isKnown) violations.push(broken);
    }
  }
  return { files: files.length, imports, violations };
}

/** The zone of a path relative to the project, or null outside of every zone. */
export function zoneOf(path: string): Zone | null {
  let best: { zone: Zone; folder: string } | null = null;
  for (const [zone, folders] of Object.entries(ZONES) as Array<[Zone, readonly string[]]>) {
    for (const folder of folders) {
      const inside = path === folder || path.startsWith(`${folder}/`);
      if (inside && folder.length > (best?.folder.length ?? 0)) best = { zone, folder };
    }
  }
  const isNewFolder =
    best?.folder === FOLDER_OF_LAYERS && path.slice(FOLDER_OF_LAYERS.length + 1).includes('/');
  return isNewFolder ? null : (best?.zone ?? null);
}

function judge(found: FoundImport, file: string, zone: Zone, target: Target): Violation | null {
  const what = `${found.form} ${found.specifier === null ? 'of something that is not written out' : `'${found.specifier}'`}`;
  if (target.kind === 'unknown') return general('unresolvable-import', file, found.line, what);
  if (target.kind === 'address') return general('import-from-an-address', file, found.line, what);
  if (target.kind === 'file' && zoneOf(target.path) === 'resources' && isCode(target.path)) {
    return general('resources-hold-no-code', file, found.line, what);
  }
  if (found.form === 'new URL()' && target.kind === 'file') {
    const to = zoneOf(sourceOfOutput(target.path) ?? target.path);
    if (PLACES_ALLOWED.some((place) => place.from === zone && place.to === to)) return null;
  }
  const rule = RULES.find((candidate) => breaks(candidate, file, zone, target));
  if (rule === undefined) return null;
  return { file, line: found.line, rule: rule.id, found: what, says: rule.says, instead: rule.instead };
}

function breaks(rule: ImportRule, file: string, zone: Zone, target: Target): boolean {
  if (!rule.from.includes(zone)) return false;
  const { forbids } = rule;
  if (target.kind === 'package') return breaksForPackage(forbids, target.name);
  if (target.kind === 'builtin') return forbids.builtins === true;
  if (target.kind !== 'file') return false;
  const path = sourceOfOutput(target.path) ?? target.path;
  const targetZone = zoneOf(path);
  if (targetZone === zone) return isSibling(forbids.siblingsIn, file, path);
  if (targetZone !== null && forbids.zones?.includes(targetZone) === true) return true;
  if (forbids.filesExcept === undefined) return false;
  return !forbids.filesExcept.some((allowed) =>
    allowed === 'package.json' ? path === allowed : allowed === targetZone,
  );
}

/** True when two files lie in different folders directly below one. */
function isSibling(folder: string | undefined, file: string, target: string): boolean {
  if (folder === undefined) return false;
  const part = (path: string) => path.slice(folder.length + 1).split('/')[0];
  return part(file) !== part(target);
}

function breaksForPackage(forbids: Forbidden, name: string): boolean {
  if (forbids.electron === true && ELECTRON.test(name)) return true;
  const except = forbids.packagesExcept;
  return (
    except !== undefined && !except.some((allowed) => name === allowed || name.startsWith(`${allowed}/`))
  );
}

function general(rule: keyof typeof GENERAL_RULES, file: string, line: number, found: string): Violation {
  return { file, line, rule, found, ...GENERAL_RULES[rule] };
}

export function formatViolation({ file, line, rule, found, says, instead }: Violation): string {
  return `${file}:${line}: ${rule}: ${found}\n    ${says}\n    ${instead}`;
}
