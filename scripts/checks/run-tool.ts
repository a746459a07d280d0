import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface ToolRun {
  readonly status: number | null;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/** Runs the command `name` of an installed package with the Node that runs this script. */
export function runTool(
  packageName: string,
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<ToolRun> {
  const manifestPath = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const manifest: { bin: string | Record<string, string> } = createRequire(import.meta.url)(manifestPath);
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  if (bin === undefined) throw new Error(`the package ${packageName} has no command ${command}`);
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(dirname(manifestPath), bin), ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', fail);
    child.on('close', (status) => done({ status, output: output.trim() }));
  });
}
