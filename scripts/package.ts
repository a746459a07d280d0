// npm run package [-- [--quick] TARGET…]: makes this platform's packages in dist/packages; a .deb, a .dmg or an
// installer (nsis) unless other targets of electron-builder.yml are named. --quick: larger ones, to try out. The target npm is the
// headless command alone.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type AfterPackContext, build, type Configuration, Platform } from 'electron-builder';
import { ensureBuilt } from './build.ts';
import { PACKAGE_FUSES } from './package/fuses.ts';
import { packCommand } from './package/pack-command.ts';
import { type PackagedElectron, packagedElectron } from './package/packaged-electron.ts';
import { stageApp } from './package/stage-app.ts';
import { isOnPath } from './start/system-packages.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const STAGE = join(PROJECT, 'dist/stage');
const PACKAGES = join(PROJECT, 'dist/packages');
const DEFAULT_TARGETS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'deb',
  darwin: 'dmg',
  win32: 'nsis',
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function makePackages(targets: readonly string[], isQuick: boolean): Promise<string[]> {
  // electron-builder.yml names its files from here.
  process.chdir(PROJECT);
  await ensureBuilt();
  const electron = await packagedElectron(PROJECT, process.env, say);
  say(
    `Electron ${electron.version}${electron.isOfficial ? '' : ', the one of the tests: to try out, not to give away'}`,
  );
  await stageApp({
    projectFolder: PROJECT,
    stageFolder: STAGE,
    replacementAddon: electron.replacementAddon,
    version: versionOf(electron),
  });
  if (process.platform === 'linux') takeDpkgDeb();
  rmSync(PACKAGES, { recursive: true, force: true });
  return build({
    projectDir: PROJECT,
    targets: Platform.current().createTarget([...targets]),
    publish: 'never',
    config: configuration(electron, isQuick),
  });
}

function versionOf(electron: PackagedElectron): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
  return version + (electron.isOfficial ? '' : `+electron${electron.version.split('.')[0]}`);
}

/** On top of electron-builder.yml. */
function configuration(electron: PackagedElectron, isQuick: boolean): Configuration {
  return {
    extends: 'electron-builder.yml',
    electronDist: electron.folder,
    electronVersion: electron.version,
    extraMetadata: { version: versionOf(electron) },
    ...(isQuick ? { compression: 'store', deb: { compression: 'gz' } } : {}),
    async afterPack(context: AfterPackContext) {
      // The launcher of the tests' runtime; the official one has none.
      await rm(join(context.appOutDir, 'resources/app'), { recursive: true, force: true });
      await context.packager.addElectronFuses(context, PACKAGE_FUSES);
    },
  };
}

function isNpm(targets: readonly string[]): boolean {
  if (!targets.includes('npm')) return false;
  if (targets.length > 1) throw new Error('npm is a target for itself');
  return true;
}

async function packForNpm(): Promise<string> {
  await ensureBuilt();
  return packCommand({
    projectFolder: PROJECT,
    stageFolder: join(PROJECT, 'dist/stage-npm'),
    outputFolder: PACKAGES,
  });
}

/** fpm would be downloaded; dpkg-deb is where a .deb can be used. */
function takeDpkgDeb(): void {
  if (process.env.CUSTOM_FPM_PATH || process.env.USE_SYSTEM_FPM === 'true' || !isOnPath('dpkg-deb')) return;
  const program = join(STAGE, 'build-deb');
  const script = join(import.meta.dirname, 'package/build-deb.ts');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(program, 0o755);
  process.env.CUSTOM_FPM_PATH = program;
}

try {
  const isQuick = process.argv.includes('--quick');
  const named = process.argv.slice(2).filter((word) => word !== '--quick');
  const fallback = DEFAULT_TARGETS[process.platform];
  if (named.length === 0 && !fallback) throw new Error(`there is no package for ${process.platform}`);
  const paths = isNpm(named)
    ? [await packForNpm()]
    : await makePackages(named.length > 0 ? named : [fallback ?? ''], isQuick);
  for (const path of paths) console.log(relative(PROJECT, path));
} catch (error) {
  say(`No package was made: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
