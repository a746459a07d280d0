import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '../../scripts/demo.ts');

export interface DemoRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs `npm run demo -- ...` without npm; state files go to `folder`. */
export function runDemo(folder: string, ...args: string[]): Promise<DemoRun> {
  const env = { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder };
  const demo = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    demo[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    demo.once('error', reject);
    demo.once('close', (code) => resolve({ ...text, code }));
  });
}
