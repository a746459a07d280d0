/** The official download, given up when nothing has arrived for some time. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Environment } from './official-electron.ts';

export interface DownloadOptions {
  readonly env: Environment;
  /** Given up after so long without a byte. */
  readonly silenceMs: number;
  readonly progress: (line: string) => void;
}

export type DownloadResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Unpacking gives no sign of life, and takes longer on a slow disk. */
const UNPACK_LIMIT_MS = 180_000;
const PROGRESS_STEP_BYTES = 20 * 1024 * 1024;

export function downloadElectron({ env, silenceMs, progress }: DownloadOptions): Promise<DownloadResult> {
  const child = spawn(process.execPath, [`${import.meta.dirname}/fetch-electron.ts`], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let errors = '';
    let saidBytes = 0;
    let timer: NodeJS.Timeout;
    const watch = (limitMs: number, reason: string): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        child.kill('SIGKILL');
        resolve({ ok: false, reason });
      }, limitMs);
    };
    const nothing = `nothing arrived for ${silenceMs / 1000} s`;
    watch(silenceMs, nothing);
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'unpacking') {
        watch(UNPACK_LIMIT_MS, `it was not unpacked within ${UNPACK_LIMIT_MS / 1000} s`);
        return;
      }
      watch(silenceMs, nothing);
      const bytes = Number(/^bytes (\d+)/.exec(line)?.[1] ?? 0);
      if (bytes - saidBytes < PROGRESS_STEP_BYTES) return;
      saidBytes = bytes;
      progress(`Electron: ${Math.round(bytes / 1024 / 1024)} MB`);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(-4_000);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? { ok: true } : { ok: false, reason: lastError(errors) });
    });
  });
}

/** What the error says, without its stack; its cause says more, where it has one. */
function lastError(text: string): string {
  const cause = /\[cause\]: (?:\w*Error: )?(.+)/.exec(text);
  const error = /^\s*\w*Error: (.+)/m.exec(text);
  return (cause ?? error)?.[1]?.trim() || 'it ended without a word';
}
