/**
 * Lays out what gets packaged. The code is bundled with its libraries, so that of node_modules only what is native
 * goes along; the window's app and the command line share it, but not a folder: the one lies in an archive that only
 * Electron can read.
 */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { isOnPath } from '../start/system-packages.ts';
import { sourceDate, writeDebianFiles } from './debian-files.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

/** Kept out of the bundles: what is native, and what Electron itself provides. `ws` goes without its two addons. */
const EXTERNAL = ['better-sqlite3', 'electron', 'bufferutil', 'utf-8-validate'];

export interface StageOptions {
  readonly projectFolder: string;
  /** Emptied first. */
  readonly stageFolder: string;
  /** Goes into the app in place of better-sqlite3's own addon, for an Electron too old for that. */
  readonly replacementAddon: string | null;
  /** Of the package. */
  readonly version: string;
}

export interface Stage {
  readonly appFolder: string;
  /** The command line, to be run by a Node.js of the system. */
  readonly commandFolder: string;
}

interface Manifest {
  readonly [key: string]: unknown;
  readonly version: string;
}

export async function stageApp(options: StageOptions): Promise<Stage> {
  const { projectFolder, stageFolder, replacementAddon, version } = options;
  const appFolder = join(stageFolder, 'app');
  const commandFolder = join(stageFolder, 'command');
  await rm(stageFolder, { recursive: true, force: true });
  await mkdir(stageFolder, { recursive: true });

  const built = join(projectFolder, 'out');
  const source = join(projectFolder, 'electron');
  await bundleCommand(projectFolder, commandFolder);
  await bundle({ 'main/index': join(source, 'main/index.ts') }, join(appFolder, 'out'));
  await cp(join(commandFolder, 'out/node'), join(appFolder, 'out/node'), { recursive: true });
  await cp(join(built, 'preload'), join(appFolder, 'out/preload'), { recursive: true });
  const trayIcons = 'resources/icons/tray';
  await cp(join(projectFolder, trayIcons), join(appFolder, trayIcons), { recursive: true });
  for (const folder of [appFolder, commandFolder]) {
    await cp(join(built, 'renderer'), join(folder, 'out/renderer'), { recursive: true });
    await copyDatabase(projectFolder, folder);
    await writeManifest(projectFolder, folder);
  }
  if (replacementAddon) {
    await cp(replacementAddon, join(appFolder, 'node_modules/better-sqlite3', addonPath()));
  }
  const licence = await readFile(join(projectFolder, 'LICENSE'), 'utf8');
  const notices = thirdPartyNotices(projectFolder);
  await writeFile(join(stageFolder, 'LICENSE.txt'), licence);
  await writeFile(join(stageFolder, 'THIRD-PARTY-NOTICES.txt'), notices);
  const copyright = `${licence}\n${notices}`;
  if (process.platform === 'linux') {
    const rootFolder = join(stageFolder, 'debian');
    await writeDebianFiles({
      projectFolder,
      rootFolder,
      version,
      copyright,
      builtAt: sourceDate(projectFolder),
    });
  }
  return { appFolder, commandFolder };
}

/** The command line and the node that it runs, with their libraries; the dashboard is not among it. */
export async function bundleCommand(projectFolder: string, folder: string): Promise<void> {
  const source = join(projectFolder, 'electron');
  await bundle(
    {
      'node/worker': join(source, 'host/worker.ts'),
      'node/check-thread': join(source, 'node/store/check-thread.ts'),
      'headless/cli': join(source, 'headless/cli.ts'),
    },
    join(folder, 'out'),
  );
  await chmod(join(folder, 'out/headless/cli.js'), 0o755);
}

async function bundle(input: Record<string, string>, outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input,
        external: EXTERNAL,
        output: { entryFileNames: '[name].js', chunkFileNames: 'node/chunks/[name]-[hash].js' },
      },
    },
  });
}

/** What it needs to run on this platform: neither its sources nor what they are compiled with. */
export async function copyDatabase(
  projectFolder: string,
  folder: string,
  addon: string = addonPath(),
): Promise<void> {
  const from = join(projectFolder, 'node_modules/better-sqlite3');
  const to = join(folder, 'node_modules/better-sqlite3');
  for (const name of ['LICENSE', 'lib', addon]) {
    await cp(join(from, name), join(to, name), { recursive: true });
  }
  // A third of it is names for a debugger.
  if (addon === addonPath() && process.platform === 'linux' && isOnPath('strip')) {
    execFileSync('strip', ['--strip-unneeded', join(to, addonPath())]);
  }
  const { dependencies, scripts, ...manifest } = await readManifest(from);
  await writeFile(join(to, 'package.json'), JSON.stringify(manifest, null, 2));
}

function addonPath(): string {
  return `prebuilds/${process.platform}-${process.arch}.node`;
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

async function writeManifest(projectFolder: string, folder: string): Promise<void> {
  const manifest = await readManifest(projectFolder);
  const { version } = await readManifest(join(projectFolder, 'node_modules/better-sqlite3'));
  const kept = Object.fromEntries(
    ['name', 'productName', 'version', 'description', 'license', 'type', 'main'].map((key) => [
      key,
      manifest[key],
    ]),
  );
  const staged = {
    ...kept,
    desktopName: 'ghoststack.desktop',
    // Names that stand for none: whoever publishes packages gives his own.
    homepage: 'https://ghoststack.invalid/',
    author: { name: 'GhostStack maintainers', email: 'maintainers@ghoststack.invalid' },
    dependencies: { 'better-sqlite3': version },
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(staged, null, 2)}\n`);
}
