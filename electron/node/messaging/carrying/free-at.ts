import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes that are free where a database lies; no limit where that is nowhere. */
export function freeAt(path: string): number {
  if (path === '' || path === ':memory:') return Number.POSITIVE_INFINITY;
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  } catch {
    return 0;
  }
}
