/** The build of an older commit, made once and kept outside of the project's files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { withBuildLock } from '../build/build-lock.ts';

export interface FormerBuildOptions {
  readonly project: string;
  readonly commit: string;
  /** Where builds are kept; by default in the user's folder for caches. */
  readonly cache?: string;
  readonly signal: AbortSignal;
  say(text: string): void;
}

export class NoFormerBuildError extends Error {}

export function buildCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ghoststack', 'builds');
}

/**
 * Folder of a checkout of the commit that is built. Made by `git worktree`, `npm ci` and its own build, which takes a
 * minute or two the first time; what is broken off is taken away again. Rejects with NoFormerBuildError where the
 * commit or one of these commands is not to be had.
 */
export async function formerBuild(options: FormerBuildOptions): Promise<string> {
  const { project, commit, cache = buildCache(), signal, say } = options;
  const name = commit.slice(0, 7);
  const folder = join(cache, name);
  const stamp = join(cache, `${name}.built`);
  if (existsSync(stamp) && existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  return withBuildLock(join(cache, `${name}.building`), async () => {
    if (existsSync(stamp) && existsSync(folder)) return folder;
    const git = (...args: string[]) => run('git', args, { cwd: project, signal });
    await git('cat-file', '-e', `${commit}^{commit}`).catch(() => {
      throw new NoFormerBuildError(`this checkout has no commit ${name}`);
    });
    rmSync(folder, { recursive: true, force: true });
    try {
      say(`checks out ${name} into ${folder}`);
      await git('worktree', 'add', '--force', '--detach', folder, commit);
      say(`installs what ${name} depends on (npm ci)`);
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, signal });
      say(`builds ${name}`);
      await run(process.execPath, ['scripts/build.ts'], { cwd: folder, signal });
      writeFileSync(stamp, commit);
      return folder;
    } catch (error) {
      say(`takes ${folder} away again`);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      await run('git', ['worktree', 'prune'], { cwd: project }).catch(() => undefined);
      signal.throwIfAborted();
      throw new NoFormerBuildError(error instanceof Error ? error.message : String(error));
    }
  });
}

interface RunOptions {
  readonly cwd: string;
  readonly signal?: AbortSignal;
}

async function run(command: string, args: readonly string[], { cwd, signal }: RunOptions): Promise<void> {
  const bin = join(cwd, 'node_modules/.bin');
  const child = spawn(command, args, {
    cwd,
    // A group of its own: what npm starts ends with it.
    detached: true,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended already.
    }
  };
  signal?.addEventListener('abort', end, { once: true });
  try {
    const [status] = await once(child, 'close');
    signal?.throwIfAborted();
    if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${output.trim().slice(-400)}`);
  } finally {
    signal?.removeEventListener('abort', end);
  }
}
