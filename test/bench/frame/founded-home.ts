/** Homes whose operator has founded a cell. */
import { join } from 'node:path';
import type { BenchContext, Tree } from './context.ts';
import { runIn } from './tree-command.ts';

export interface FoundedHome {
  readonly path: string;
  readonly keyFile: string;
}

/** A new home of alice, who has founded Maple Street, by `ghoststack init` of that tree; it was never started. */
export async function foundedHome(tree: Tree, context: BenchContext, name: string): Promise<FoundedHome> {
  const path = join(context.folder, name);
  const home = { path, keyFile: `${path}.key` };
  await runIn(tree, 'init', ...namesOf(home), '--name', 'alice', '--cell', 'Maple Street');
  return home;
}

/** As words of a command. */
export function namesOf({ path, keyFile }: FoundedHome): readonly string[] {
  return ['--home', path, '--key-file', keyFile];
}
