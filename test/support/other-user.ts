/** Another user of this computer: a process of nobody's, which only root can start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Requirement } from './requirements.ts';

/** nobody, nogroup */
export const OTHER_USER_ID = 65534;

export function otherUserRequirement(): Requirement {
  if (process.getuid?.() === 0) return null;
  return { what: 'Only root can work as another user.', remedy: 'sudo env "PATH=$PATH" npm test' };
}

/** Its program is read as root, since nobody may not read where this project is; then it is root no more. */
const AS_OTHER = `process.umask(0); process.setgroups([]); process.setgid(${OTHER_USER_ID}); process.setuid(${OTHER_USER_ID});`;

function start(code: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--input-type=commonjs', '-e', `${AS_OTHER}\n${code}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Runs code as the other user to its end; returns what it printed, without the line end. */
export async function asOtherUser(code: string, ...args: readonly string[]): Promise<string> {
  const child = start(code, args);
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
  await once(child, 'close');
  return printed.trimEnd();
}

export interface OtherUsersProcess {
  /** The lines that it printed so far. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts code as the other user; resolves at its first line. */
export async function startAsOtherUser(code: string, ...args: readonly string[]): Promise<OtherUsersProcess> {
  const child = start(code, args);
  if (!child.stdout) throw new Error('No output.');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  await Promise.race([once(reader, 'line'), once(child, 'exit')]);
  return {
    lines,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
