import { join, normalize, sep } from 'node:path';
import { APP_ORIGIN, isOfOrigin } from './app-origin.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
};

export interface AppFile {
  readonly path: string;
  readonly contentType: string;
}

/**
 * The file under `root` that a URL of our origin names, or null: another origin, a path that leaves `root`, or a
 * kind of file that the dashboard is not made of.
 */
export function appFile(root: string, url: string): AppFile | null {
  if (!isOfOrigin(url, APP_ORIGIN)) return null;
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  // A backslash separates folders on Windows, and a NUL ends a path in C: neither has a use here.
  if (/[\\\0]/.test(pathname) || pathname.split('/').includes('..')) return null;
  const folder = normalize(root.endsWith(sep) ? root : root + sep);
  const path = join(folder, pathname === '/' ? 'index.html' : pathname);
  const contentType = CONTENT_TYPES[path.slice(path.lastIndexOf('.') + 1)];
  return path.startsWith(folder) && contentType ? { path, contentType } : null;
}
