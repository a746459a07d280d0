/** The log of one checkout, whatever folders it has its modules in, as the programs of the bench use it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// biome-ignore lint/suspicious/noExplicitAny: modules of another checkout have types of their own.
type Module = any;

/** The first of these files that the checkout has. */
export async function fromTree(root: string, ...paths: readonly string[]): Promise<Module> {
  const path = paths.map((candidate) => join(root, candidate)).find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`${root} has none of ${paths.join(', ')}`);
  return import(path);
}
