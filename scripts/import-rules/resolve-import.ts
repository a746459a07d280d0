/** Says what an import leads to: a file of the project, a package, a built-in of Node, an address, or nobody knows. */
import { existsSync, realpathSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Alias, expandAliases } from './aliases.ts';
import type { FoundImport } from './collect-imports.ts';
import { BUILD_OUTPUTS } from './zones.ts';

export type Target =
  /** Path relative to the project, with forward slashes; it may start with `..`. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'address' }
  | { readonly kind: 'unknown' };

export interface Project {
  readonly root: string;
  readonly packageName: string;
  readonly aliases: readonly Alias[];
}

const BUILTINS = new Set(builtinModules);
const CODE = /\.[cm]?[jt]sx?$/;

export function isCode(path: string): boolean {
  return CODE.test(path) || !/\.\w+$/.test(path);
}

/** All that an import may lead to; several where an alias is defined twice. Empty: it is no import of code. */
export function resolveImport(found: FoundImport, importer: string, project: Project): Target[] {
  if (found.specifier === null) return [{ kind: 'unknown' }];
  const specifier = found.specifier.replace(/(?<=.)[?#].*$/s, '');
  if (found.isPlace) return resolvePlace(specifier, importer, project);
  return resolveSpecifier(specifier, importer, project, 0);
}

function resolveSpecifier(specifier: string, importer: string, project: Project, depth: number): Target[] {
  if (specifier === '' || depth > 4) return [{ kind: 'unknown' }];
  const { root } = project;
  const aliased = expandAliases(specifier, project.aliases);
  if (aliased.length > 0) {
    return aliased.flatMap((target): Target[] => {
      if (target === null) return [{ kind: 'unknown' }];
      if (target.startsWith('/')) return [fileTarget(target, root)];
      return target === specifier
        ? [{ kind: 'package', name: target }]
        : resolveSpecifier(target, importer, project, depth + 1);
    });
  }
  if (/^(?:[.]{1,2})(?:\/|$)/.test(specifier))
    return [fileTarget(resolve(root, dirname(importer), specifier), root)];
  if (specifier.startsWith('#')) return [{ kind: 'unknown' }];
  if (specifier.startsWith('file:')) return [fileTarget(new URL(specifier).pathname, root)];
  if (specifier.startsWith('/')) return [absoluteTarget(specifier, root)];
  // Electron's own scheme: electron/js2c and the like are no files of ours either.
  if (/^(?:node|electron):electron\b|^electron:/.test(specifier))
    return [{ kind: 'package', name: 'electron' }];
  if (specifier.startsWith('node:') || BUILTINS.has(specifier)) return [{ kind: 'builtin', name: specifier }];
  if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) return [{ kind: 'address' }];
  if (specifier === project.packageName) return [fileTarget(join(root, 'out/main/index.js'), root)];
  if (specifier.startsWith(`${project.packageName}/`)) {
    return [fileTarget(join(root, specifier.slice(project.packageName.length + 1)), root)];
  }
  return [{ kind: 'package', name: specifier }];
}

/** A path from the root of the file system, or (Vite) from the renderer's folder, or `/@fs/…`. */
function absoluteTarget(specifier: string, root: string): Target {
  const path = specifier.replace(/^\/@fs(?=\/)/, '');
  return path.startsWith(root + sep) || existsSync(path)
    ? fileTarget(path, root)
    : fileTarget(join(root, 'renderer', path), root);
}

/**
 * `new URL(…, import.meta.url)` names a place at run time. It counts as an import when it is a source file, or when
 * the build puts code there: electron/main/index.ts runs as out/main/index.js, and names `../node/worker.js`.
 */
function resolvePlace(specifier: string, importer: string, project: Project): Target[] {
  const { root } = project;
  if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) return [{ kind: 'address' }];
  const beside = resolve(root, dirname(importer), specifier);
  const source = sourceFile(beside);
  if (source !== null) return CODE.test(source) ? [fileTarget(source, root)] : [];
  if (!CODE.test(specifier)) return [];
  const built = BUILD_OUTPUTS.find(({ source: folder }) => importer.startsWith(`${folder}/`));
  if (built !== undefined) {
    const output = relative(root, resolve(root, built.output, specifier));
    if (sourceOfOutput(output) !== null) return [{ kind: 'file', path: output }];
  }
  return [fileTarget(beside, root)];
}

function fileTarget(absolute: string, root: string): Target {
  const existing = sourceFile(absolute);
  const real = existing === null ? absolute : realpathSync(existing);
  // A path into the packages is the package, whichever way it is written.
  const inside = /^(?:.*[/\\])?node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(
    absolute.includes('node_modules') ? absolute : real,
  );
  if (inside?.[1] !== undefined) return { kind: 'package', name: inside[1].replaceAll('\\', '/') };
  return { kind: 'file', path: relative(realpathSync(root), real).split(sep).join('/') };
}

/** The file that a path without, or with a JavaScript, extension stands for. */
function sourceFile(path: string): string | null {
  const stem = path.replace(/\.([cm]?)jsx?$/, '.$1ts');
  const candidates = [path, stem, `${stem}x`, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')];
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/** The source folder or file behind a path in out/; null when it is none. */
export function sourceOfOutput(path: string): string | null {
  for (const { output, source } of BUILD_OUTPUTS) {
    if (path === output) return source;
    if (path.startsWith(`${output}/`)) return `${source}${path.slice(output.length)}`;
  }
  return null;
}
