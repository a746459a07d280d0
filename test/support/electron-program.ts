/** A small program of a test's own, built like the app and run in the same Electron. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { electronCommand, type LaunchOptions } from './electron-app.ts';

const RUN_LIMIT_MS = 60_000;

/** Bundles `entry` for Electron's main process into `folder`, which Electron can then be started with. */
export async function buildElectronProgram(entry: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { external: ['electron'], output: { entryFileNames: 'main.js' } },
    },
  });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'test-program', type: 'module', main: 'main.js' }),
  );
}

/** Runs it to its end and returns what it wrote to standard output. */
export async function runElectronProgram(options: LaunchOptions & { appFolder: string }): Promise<string> {
  const { executablePath, args, env } = await electronCommand(options);
  const { stdout } = await promisify(execFile)(executablePath, args, { env, timeout: RUN_LIMIT_MS });
  return stdout;
}
