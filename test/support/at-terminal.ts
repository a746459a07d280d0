/** The built command at a terminal of its own: `script` of util-linux makes one, and passes on what is typed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_FOLDER } from './electron-runtime.ts';
import { pollUntil } from './poll-until.ts';

const COMMAND = join(PROJECT_FOLDER, 'out/headless/cli.js');

export interface AtTerminal {
  /** What the terminal has shown until now. */
  seen(): string;
  /** Waits until it shows this, after what was there when it was last waited for. */
  shows(wanted: RegExp): Promise<RegExpExecArray>;
  type(line: string): void;
  readonly exited: Promise<number>;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

export function atTerminal(...words: readonly string[]): AtTerminal {
  const line = [process.execPath, COMMAND, ...words].map(quoted).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'xterm' },
  });
  let text = '';
  let read = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  return {
    seen: () => text,
    async shows(wanted) {
      const found = await pollUntil(
        async () => wanted.exec(text.slice(read)),
        (match) => match !== null,
        20_000,
      );
      if (!found) throw new Error(`The terminal does not show ${wanted}: ${text}`);
      read += found.index + found[0].length;
      return found;
    },
    type: (typed) => child.stdin.write(`${typed}\r`),
    exited: once(child, 'exit').then(([code]) => code as number),
  };
}
