/**
 * SQLite's checks read all of a file, for seconds where it is large. A node that does it itself answers nobody
 * meanwhile: so they run in a thread of their own, on a connection of their own.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

export interface CheckAsked {
  readonly path: string;
  /** `tables`: the whole, table by table. */
  readonly check: 'quick_check' | 'integrity_check' | 'tables';
}

export interface TablesChecked {
  readonly done: number;
  readonly of: number;
  readonly findings: number;
}

export type CheckSaid = { readonly fault: string | null } | TablesChecked;

/**
 * What `pageFault` finds in that file.
 * @throws {GhostStackError} `cancelled`; or SQLite's error where the file cannot be read at all
 */
export async function checkFile(
  path: string,
  check: 'quick_check' | 'integrity_check',
  signal?: AbortSignal,
): Promise<string | null> {
  let fault: string | null = null;
  await run({ path, check }, signal, (said) => {
    if ('fault' in said) fault = said.fault;
  });
  return fault;
}

/** Checks all of it, and tells after each table. Throws as `checkFile` does. */
export function checkTables(
  path: string,
  told: (checked: TablesChecked) => void,
  signal: AbortSignal,
): Promise<void> {
  return run({ path, check: 'tables' }, signal, (said) => {
    if ('of' in said) told(said);
  });
}

function run(
  asked: CheckAsked,
  signal: AbortSignal | undefined,
  hear: (said: CheckSaid) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const url = threadUrl();
    const worker = new Worker(url, { name: 'ghoststack-check', workerData: asked });
    // What SQLite does just now is not waited for: the thread ends after it.
    const cancel = (): void => {
      void worker.terminate();
      reject(new GhostStackError('cancelled', says('error.care.cancelled')));
    };
    if (signal?.aborted) return cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    worker.on('message', hear);
    worker.once('error', reject);
    worker.once('exit', () => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    });
  });
}

/** Beside this file in the sources; in a build, in the folder of the node above whatever this came to stand in. */
function threadUrl(): URL {
  const own = fileURLToPath(import.meta.url);
  for (let folder = dirname(own); folder !== dirname(folder); folder = dirname(folder)) {
    const places = own.endsWith('.ts') ? ['check-thread.ts'] : ['check-thread.js', 'node/check-thread.js'];
    const place = places.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (place) return pathToFileURL(place);
  }
  throw new Error('the thread that checks databases is missing beside the node');
}
