// npm run package [-- TARGET…]: makes this platform's packages in dist/packages; a .deb, a .dmg or an installer (nsis)
// unless other targets of electron-builder.yml are named.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type AfterPackContext, build, type Configuration, Platform } from 'electron-builder';
import { ensureBuilt } from './build.ts';
import { PACKAGE_FUSES } from './package/fuses.ts';
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

async function makePackages(targets: readonly string[]): Promise<string[]> {
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
  });
  if (process.platform === 'linux') takeDpkgDeb();
  rmSync(PACKAGES, { recursive: true, force: true });
  return build({
    projectDir: PROJECT,
    targets: Platform.current().createTarget([...targets]),
    publish: 'never',
    config: configuration(electron),
  });
}

/** On top of electron-builder.yml. */
function configuration(electron: PackagedElectron): Configuration {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
  const mark = electron.isOfficial ? '' : `+electron${electron.version.split('.')[0]}`;
  return {
    extends: 'electron-builder.yml',
    electronDist: electron.folder,
    electronVersion: electron.version,
    extraMetadata: { version: version + mark },
    async afterPack(context: AfterPackContext) {
      // The launcher of the tests' runtime; the official one has none.
      await rm(join(context.appOutDir, 'resources/app'), { recursive: true, force: true });
      await context.packager.addElectronFuses(context, PACKAGE_FUSES);
    },
  };
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
  const named = process.argv.slice(2);
  const fallback = DEFAULT_TARGETS[process.platform];
  if (named.length === 0 && !fallback) throw new Error(`there is no package for ${process.platform}`);
  const paths = await makePackages(named.length > 0 ? named : [fallback ?? '']);
  for (const path of paths) console.log(relative(PROJECT, path));
} catch (error) {
  say(`No package was made: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
