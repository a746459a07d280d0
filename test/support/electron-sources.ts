import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_FOLDER } from './electron-runtime.ts';

/** The text of every source file under electron/. */
export async function electronSources(): Promise<string[]> {
  const folder = join(PROJECT_FOLDER, 'electron');
  const names = await readdir(folder, { recursive: true });
  return Promise.all(
    names.filter((name) => name.endsWith('.ts')).map((name) => readFile(join(folder, name), 'utf8')),
  );
}
