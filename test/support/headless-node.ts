/** The built `ghoststack` command, run as its users run it. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { CommandName } from '../../electron/headless/command.ts';
import { COMMANDS } from '../../electron/headless/command-table.ts';
import { failureInJson } from '../../electron/headless/main.ts';
import { UsageError } from '../../electron/headless/usage-error.ts';
import { PROJECT_FOLDER } from './electron-runtime.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');

/** Runs one command to its end, with `--json`; returns what it printed. Rejects with its exit code and stderr. */
export async function ghoststack(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args, '--json']);
  return JSON.parse(stdout);
}

/** Commands that only look, and print once. */
const LOOKS = new Set<string>([
  'carried',
  'inbox',
  'joins',
  'members',
  'peers',
  'proposals',
  'queue',
  'status',
] satisfies CommandName[]);

export const isLook = (command: string): command is CommandName => LOOKS.has(command);

/**
 * What a command prints that asks a running node, without a process for it: starting one costs the machine a hundred
 * times what the command does, and what is waited for needs the machine, too. Rejects as a process would, with exit code
 * and stderr. How commands are typed and what they print is tested by processes.
 */
export async function inProcess(command: CommandName, ...args: readonly string[]): Promise<unknown> {
  let stdout = '';
  const output = {
    json: true,
    write(text: string): void {
      stdout += text;
    },
  };
  try {
    const code = await (await COMMANDS[command]()).run(args, output);
    if (code === 0) return JSON.parse(stdout);
    throw Object.assign(new Error(`${command} ended with ${code}`), { code, stdout, stderr: '' });
  } catch (thrown) {
    if (thrown instanceof Error && 'stderr' in thrown) throw thrown;
    const code = thrown instanceof UsageError ? 2 : 1;
    const stderr = failureInJson(thrown);
    throw Object.assign(new Error(`${command}: ${stderr}`, { cause: thrown }), { code, stdout, stderr });
  }
}

/** The same for what only looks: what fails is run as it is run. */
export function look(command: CommandName, ...args: readonly string[]): Promise<unknown> {
  return inProcess(command, ...args).catch(() => ghoststack(command, ...args));
}

/** The same with something piped in. */
export async function ghoststackGiven(input: string, ...args: readonly string[]): Promise<unknown> {
  const running = promisify(execFile)(process.execPath, [COMMAND, ...args, '--json']);
  running.child.stdin?.end(input);
  return JSON.parse((await running).stdout);
}

export interface Ready {
  readonly phase: string;
  readonly did: string | null;
  readonly listen: readonly string[];
  readonly dashboard: string | null;
}

export interface HeadlessNode {
  readonly ready: Ready;
  readonly pid: number;
  stop(): Promise<void>;
  /** SIGKILL: nothing is put in order. */
  kill(): Promise<void>;
}

/** `ghoststack start`; resolves when it says that it is ready. */
export function startHeadless(...args: readonly string[]): Promise<HeadlessNode> {
  return startHeadlessBy((program, ...rest) => [program, rest], ...args);
}

/** The same, started by another command, for example in a network namespace. */
export async function startHeadlessBy(
  by: (program: string, ...args: string[]) => [string, string[]],
  ...args: readonly string[]
): Promise<HeadlessNode> {
  const [program, words] = by(process.execPath, COMMAND, 'start', ...args, '--json');
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const exited = once(child, 'exit');
  const firstLine = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const ended = exited.then(() => {
    throw new Error(`ghoststack start ended before it was ready: ${stderr}`);
  });
  const [line] = await Promise.race([firstLine, ended]);
  ended.catch(() => {});
  return {
    ready: JSON.parse(line) as Ready,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
