/** A display of our own for windows under test, ended by its process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { withSecondTry } from './second-try.ts';

export interface Display {
  /** Value of the environment variable DISPLAY. */
  readonly name: string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 20_000;

/** Starts Xvfb on a display number that it chooses itself. */
export function startDisplay(): Promise<Display> {
  return withSecondTry('starting a display', tryDisplay);
}

async function tryDisplay(): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-ac', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await readNumber(server);
  return {
    name: `:${number}`,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    },
  };
}

function readNumber(server: ChildProcess): Promise<string> {
  const output = server.stdio[3] as Readable;
  return new Promise((resolve, reject) => {
    let text = '';
    const limit = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Error(`Xvfb named no display within ${START_LIMIT_MS / 1000} s.`));
    }, START_LIMIT_MS);
    const settle = (act: () => void): void => {
      clearTimeout(limit);
      act();
    };
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) settle(() => resolve(text.trim()));
    });
    server.once('error', (error) => settle(() => reject(error)));
    server.once('exit', (code) => settle(() => reject(new Error(`Xvfb ended with code ${code}.`))));
  });
}
