/**
 * The headless command alone, as a package of npm: everything that it runs is in it, the database's addons for all
 * platforms too, so that installing it downloads nothing else and compiles nothing.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleCommand, copyDatabase } from './stage-app.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

export interface PackOptions {
  readonly projectFolder: string;
  /** Emptied first. */
  readonly stageFolder: string;
  /** Where the .tgz goes. */
  readonly outputFolder: string;
}

/** Needs a build in `out`. Returns the path of the .tgz. */
export async function packCommand({
  projectFolder,
  stageFolder,
  outputFolder,
}: PackOptions): Promise<string> {
  await rm(stageFolder, { recursive: true, force: true });
  await mkdir(stageFolder, { recursive: true });
  await mkdir(outputFolder, { recursive: true });
  await bundleCommand(projectFolder, stageFolder);
  await cp(join(projectFolder, 'out/renderer'), join(stageFolder, 'out/renderer'), { recursive: true });
  await copyDatabase(projectFolder, stageFolder, 'prebuilds');
  await cp(join(projectFolder, 'LICENSE'), join(stageFolder, 'LICENSE'));
  await cp(join(projectFolder, 'docs/operating.md'), join(stageFolder, 'README.md'));
  await writeFile(join(stageFolder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(projectFolder));
  await writeManifest(projectFolder, stageFolder);
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', outputFolder];
  const { stdout } = await promisify(execFile)('npm', words, {
    cwd: stageFolder,
    shell: process.platform === 'win32',
  });
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  if (!packed) throw new Error('npm pack named no file.');
  return join(outputFolder, packed.filename);
}

async function writeManifest(projectFolder: string, folder: string): Promise<void> {
  const read = async (path: string) =>
    JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  const { name, version, description, license, type } = await read(projectFolder);
  const database = await read(join(projectFolder, 'node_modules/better-sqlite3'));
  const manifest = {
    ...{ name, version, description, license, type },
    bin: { ghoststack: 'out/headless/cli.js' },
    engines: { node: '>=22.14' },
    files: ['out', 'THIRD-PARTY-NOTICES.txt'],
    dependencies: { 'better-sqlite3': database.version },
    bundleDependencies: ['better-sqlite3'],
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
