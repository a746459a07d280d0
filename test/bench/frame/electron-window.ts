/** An Electron app without Playwright, whose debuggers stay attached and hold what they have seen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { electronCommand, type LaunchOptions } from '../../support/electron-app.ts';

const PAGE_LIMIT_MS = 60_000;

export interface ElectronWindow {
  readonly pid: number;
  /** What an expression of the page comes to, its promise awaited; nothing stays attached. */
  evaluate(expression: string): Promise<unknown>;
  stop(): Promise<void>;
}

export async function openWindow(options: LaunchOptions): Promise<ElectronWindow> {
  const { executablePath, args, env } = await electronCommand(options);
  // Before the app's folder: what follows it is the app's own.
  const child = spawn(executablePath, ['--remote-debugging-port=0', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = once(child, 'close');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await closed;
  };
  const lines = createInterface({ input: child.stderr });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        const [, found] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
        if (found !== undefined) resolve(found);
      });
      child.once('error', reject);
      child.once('close', () => reject(new Error('Electron ended before it had a window')));
    });
    const page = await pageOf(port);
    return { pid: child.pid ?? 0, evaluate: (expression) => evaluate(page, expression), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function pageOf(port: string): Promise<string> {
  const endMs = performance.now() + PAGE_LIMIT_MS;
  while (performance.now() < endMs) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const targets = (await response.json()) as { type: string; webSocketDebuggerUrl: string }[];
    const page = targets.find(({ type }) => type === 'page');
    if (page) return page.webSocketDebuggerUrl;
    await delay(100);
  }
  throw new Error('Electron opened no window');
}

interface Evaluated {
  readonly result?: { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
}

async function evaluate(url: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  try {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const answered = once(socket, 'message') as Promise<[MessageEvent]>;
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
    const [message] = await answered;
    const { result } = JSON.parse(String(message.data)) as Evaluated;
    if (!result || result.exceptionDetails) throw new Error(`${expression}: ${String(message.data)}`);
    return result.result.value;
  } finally {
    socket.close();
  }
}
