/**
 * Where the window's own data are (its profile, its place on the screen). Electron's single-instance lock lies there,
 * too: a folder for each home makes it a lock for each home, so that a second home opens a second app and the same
 * home finds the app that shows it.
 */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** `shared` is the folder of the user's application data, which the usual home is a part of. */
export function windowFolder(home: string, usualHome: string, shared: string): string {
  const real = realPlace(home);
  if (real === realPlace(usualHome)) return shared;
  return join(shared, 'homes', createHash('sha256').update(real).digest('hex').slice(0, 24));
}

/** One name for a folder, however it was written, and whether it is there yet or not. */
function realPlace(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPlace(parent), basename(path));
  }
}
