import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A TypeScript file of ours, run in a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** Lines of standard output so far. */
  readonly lines: readonly string[];
  /** Resolves when so many lines are out; rejects if the process ends before. */
  waitForLines(count: number): Promise<void>;
  /** kill -9, and wait until it is gone and its output is read. */
  kill(): Promise<void>;
}

export function startChild(script: URL, args: readonly string[]): Child {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const closed = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  reader.on('line', (line) => lines.push(line));
  return {
    process: child,
    lines,
    async waitForLines(count) {
      while (lines.length < count) {
        const ended = closed.then(() => {
          if (lines.length < count) throw new Error(`The process ended after ${lines.length} lines.`);
        });
        await Promise.race([once(reader, 'line'), ended]);
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
