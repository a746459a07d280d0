/** Whether Electron with a window can run here, and what is missing if not. */
import {
  aptPackagesFor,
  aptRemedy,
  isOnPath,
  missingLibraries,
} from '../../scripts/start/system-packages.ts';
import { ElectronUnavailable, electronRuntime } from './electron-runtime.ts';
import type { Requirement } from './requirements.ts';

/** Prepares the runtime if that was not done yet, which may take minutes. */
export async function electronRequirement(): Promise<Requirement> {
  const packages: string[] = [];
  if (process.platform === 'linux' && !isOnPath('Xvfb')) packages.push('xvfb');
  try {
    const { binaryPath } = await electronRuntime();
    packages.push(...aptPackagesFor(missingLibraries(binaryPath)));
  } catch (error) {
    if (error instanceof ElectronUnavailable) return { what: error.message, remedy: error.remedy };
    throw error;
  }
  if (packages.length === 0) return null;
  return {
    what: `Electron in a window needs packages that this system lacks: ${packages.join(', ')}.`,
    remedy: aptRemedy(packages),
  };
}
