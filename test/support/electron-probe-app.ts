/** The built app with other pages than its own: what a page could do that had got into ours. */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_FOLDER } from './electron-runtime.ts';

/** Fills `folder`; `pages` are file names and contents below the renderer's folder. */
export async function probeApp(folder: string, pages: Readonly<Record<string, string>>): Promise<string> {
  await cp(join(PROJECT_FOLDER, 'package.json'), join(folder, 'package.json'));
  await symlink(join(PROJECT_FOLDER, 'node_modules'), join(folder, 'node_modules'));
  for (const part of ['main', 'preload', 'node']) {
    await cp(join(PROJECT_FOLDER, 'out', part), join(folder, 'out', part), { recursive: true });
  }
  await mkdir(join(folder, 'out/renderer'));
  for (const [name, content] of Object.entries(pages)) {
    await writeFile(join(folder, 'out/renderer', name), content);
  }
  return folder;
}
