import { join, normalize, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
};

export interface DashboardFile {
  readonly path: string;
  readonly contentType: string;
}

/**
 * The file under `root` that the path of a URL names, or null: a path that is not understood or leaves `root`, or a
 * kind of file that the dashboard is not made of.
 */
export function dashboardFile(root: string, urlPath: string): DashboardFile | null {
  let pathname: string;
  try {
    pathname = decodeURIComponent(urlPath);
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
