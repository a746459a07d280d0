/** The folder of pictures: one is written again only if it shows something else than before. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Area, differs } from './differs.ts';
import { readPng } from './png.ts';

export type Kept = 'new' | 'changed' | 'as before';

/** Says what it did with the picture. */
export function keepPicture(
  folder: string,
  name: string,
  fresh: Buffer,
  unsteady: readonly Area[] = [],
): Kept {
  const path = join(folder, `${name}.png`);
  const isNew = !existsSync(path);
  if (!isNew && !differs(readPng(readFileSync(path)), readPng(fresh), unsteady)) return 'as before';
  writeFileSync(path, fresh);
  return isNew ? 'new' : 'changed';
}
