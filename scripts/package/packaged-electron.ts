/** The Electron that goes into the packages. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { downloadElectron } from '../start/download-electron.ts';
import { type Environment, findOfficialElectron } from '../start/official-electron.ts';

export interface PackagedElectron {
  /** The folder with the executable and what lies beside it. */
  readonly folder: string;
  readonly version: string;
  /** Stands for better-sqlite3's own addon, where this Electron's Node-API is older than 10. */
  readonly replacementAddon: string | null;
  /** False for the runtime that tests use: good for trying the package out, not for giving it away. */
  readonly isOfficial: boolean;
}

const DOWNLOAD_SILENCE_MS = 20_000;

/** The official binary, downloaded if need be; where it cannot be had, the Electron that the tests use. */
export async function packagedElectron(
  projectFolder: string,
  env: Environment,
  progress: (line: string) => void,
): Promise<PackagedElectron> {
  let executable = findOfficialElectron(projectFolder, env);
  if (!executable) {
    progress('Electron is not here yet: downloading it');
    const download = await downloadElectron({ env, silenceMs: DOWNLOAD_SILENCE_MS, progress });
    executable = findOfficialElectron(projectFolder, env);
    if (!download.ok) progress(`It cannot be downloaded (${download.reason}): taking the one of the tests`);
  }
  if (executable) return officialElectron(executable);
  // Read here: who has the official binary needs nothing of the tests.
  const { electronRuntime } = await import('../../test/support/electron-runtime.ts');
  const { PACKED_ELECTRON_VERSION } = await import('../../test/support/electron-runtime/packed-electron.ts');
  const { executablePath, binaryPath } = await electronRuntime(progress);
  return {
    folder: dirname(binaryPath),
    version: PACKED_ELECTRON_VERSION,
    replacementAddon: join(dirname(executablePath), 'better_sqlite3.node'),
    isOfficial: false,
  };
}

function officialElectron(executable: string): PackagedElectron {
  const folder = process.platform === 'darwin' ? join(dirname(executable), '../../..') : dirname(executable);
  const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  return { folder, version, replacementAddon: null, isOfficial: true };
}
