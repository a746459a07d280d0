/**
 * `npm start`: builds if needed and opens the app; where no window is possible, says why and how to mend it, and runs
 * the same node headless with its dashboard at a loopback address. What follows `--` goes to the app.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt } from './build.ts';
import { findElectron } from './start/find-electron.ts';
import { headlessCommand, type StartCommand, windowCommand, windowHome } from './start/start-command.ts';
import { endOfStart } from './start/start-end.ts';
import { type Obstacle, planStart } from './start/start-plan.ts';
import { readSystemFacts } from './start/system-facts.ts';

const PROJECT_FOLDER = resolve(import.meta.dirname, '..');

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function chooseCommand(args: readonly string[]): Promise<StartCommand> {
  const system = readSystemFacts(process.env, args);
  let plan = planStart(system, 'unknown');
  if (plan.kind === 'find-electron') {
    plan = planStart(system, await findElectron(PROJECT_FOLDER, process.env, say));
  }
  if (plan.kind === 'window') return windowCommand(plan.electronPath, PROJECT_FOLDER, args);
  if (plan.kind === 'headless') sayHeadless(plan.because);
  const manifest = readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8');
  const { productName } = JSON.parse(manifest) as { productName: string };
  return headlessCommand(PROJECT_FOLDER, args, windowHome(process.platform, process.env, productName));
}

function sayHeadless({ what, remedy }: Obstacle): void {
  say(`No window: ${what}`);
  say(`  To get one: ${remedy}`);
  say('Running without a window instead; the dashboard opens in a browser.');
}

/**
 * Runs it in the foreground; its exit code becomes ours. A terminal sends Ctrl C to both of us: it is not passed on,
 * or the program would get it twice and take that for impatience.
 */
async function runCommand({ program, args }: StartCommand): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit' });
  let interrupted = false;
  process.on('SIGINT', () => {
    interrupted = true;
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  const { exitCode, line } = endOfStart({ code, signal, interrupted });
  if (line !== null) say(line);
  return exitCode;
}

try {
  await ensureBuilt();
  process.exitCode = await runCommand(await chooseCommand(process.argv.slice(2)));
} catch (error) {
  say(`GhostStack could not be started: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
