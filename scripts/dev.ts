/**
 * `npm run dev`: the app, reloading as the dashboard is edited. Electron is found, or downloaded, as `npm start` does
 * it: electron-vite alone ends with a stack trace where it is not here yet. What follows `--` goes to the app.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { findElectron } from './start/find-electron.ts';
import { planStart } from './start/start-plan.ts';
import { readSystemFacts } from './start/system-facts.ts';

const PROJECT_FOLDER = resolve(import.meta.dirname, '..');

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function develop(electronPath: string, args: readonly string[]): Promise<number> {
  const program = join(PROJECT_FOLDER, 'node_modules/electron-vite/bin/electron-vite.js');
  const child = spawn(process.execPath, [program, 'dev', '--', ...args], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, ELECTRON_EXEC_PATH: electronPath },
    stdio: 'inherit',
  });
  // A terminal sends Ctrl C to both of us; we end when it has.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

const args = process.argv.slice(2);
const system = readSystemFacts(process.env, args);
let plan = planStart(system, 'unknown');
if (plan.kind === 'find-electron') {
  plan = planStart(system, await findElectron(PROJECT_FOLDER, process.env, say));
}
if (plan.kind === 'window') {
  process.exitCode = await develop(plan.electronPath, args);
} else if (plan.kind === 'headless') {
  say(`No window: ${plan.because.what}`);
  say(`  To get one: ${plan.because.remedy.replaceAll('npm start', 'npm run dev')}`);
  process.exitCode = 1;
}
