import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * A program that starts `executable` with a module loaded first, in worker threads too: only NODE_OPTIONS reaches
 * those, and Playwright takes that variable away from what it starts. Returns the program's path.
 */
export async function writeStartScript(executable: string, preloaded: string): Promise<string> {
  const path = join(dirname(preloaded), 'electron');
  const text = `#!/bin/sh\nNODE_OPTIONS='--require=${preloaded}' exec '${executable}' "$@"\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return path;
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, text, { mode: 0o755 });
  await rename(partial, path);
  return path;
}
