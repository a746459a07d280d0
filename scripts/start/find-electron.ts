import { downloadElectron } from './download-electron.ts';
import { type Environment, findOfficialElectron } from './official-electron.ts';
import type { ElectronFacts, Obstacle } from './start-plan.ts';
import { readElectronFacts } from './system-facts.ts';

const DOWNLOAD_SILENCE_MS = 20_000;

/**
 * ELECTRON_EXEC_PATH; the official binary; with GHOSTSTACK_TEST_RUNTIME=1 the Electron that the tests use; else the
 * official download.
 */
export async function findElectron(
  projectFolder: string,
  env: Environment,
  progress: (line: string) => void,
): Promise<ElectronFacts | Obstacle> {
  try {
    const official = findOfficialElectron(projectFolder, env);
    if (official) return readElectronFacts(official);
  } catch (error) {
    return { what: messageOf(error), remedy: 'unset ELECTRON_EXEC_PATH && npm start' };
  }
  if (env.GHOSTSTACK_TEST_RUNTIME === '1') return testRuntime(progress);
  progress('Electron is not here yet: downloading it');
  const download = await downloadElectron({ env, silenceMs: DOWNLOAD_SILENCE_MS, progress });
  const downloaded = download.ok ? findOfficialElectron(projectFolder, env) : null;
  if (downloaded) return readElectronFacts(downloaded);
  const reason = download.ok ? 'it left no binary behind' : download.reason;
  return {
    what: `There is no Electron, and its download failed (${reason}).`,
    remedy:
      'ELECTRON_EXEC_PATH=/path/to/electron npm start  # or, where npm can be reached: GHOSTSTACK_TEST_RUNTIME=1 npm start',
  };
}

async function testRuntime(progress: (line: string) => void): Promise<ElectronFacts | Obstacle> {
  const { ElectronUnavailable, electronRuntime } = await import('../../test/support/electron-runtime.ts');
  try {
    const { executablePath, binaryPath } = await electronRuntime(progress);
    return readElectronFacts(executablePath, binaryPath);
  } catch (error) {
    if (error instanceof ElectronUnavailable) return { what: error.message, remedy: error.remedy };
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
