import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HomeProgram } from '#shared/contract/domain/home.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { finishRestore, isRestoreWhole, requireNoCutShort } from '../care/backup/unfinished-restore.ts';
import { storeError } from '../store/classify-error.ts';
import { LOCK_FILE, lockHome, requireFreeHome } from '../store/home-lock.ts';
import { keepPrivate } from '../store/private-path.ts';

const KEY_STORE_NAME = 'key.json';

/** The directory that holds all of one node: its key store, its database and its lock. */
export interface Home {
  readonly path: string;
  readonly keyPath: string;
  /** There while `ghoststack init` has begun and has not ended: then it may be repeated. */
  readonly unfinishedPath: string;
  readonly databasePath: string;
  /** What the home remembers of itself, should the database be damaged. */
  readonly cardPath: string;
  /** Of what happened, for whoever looks for a cause. */
  readonly logFolder: string;
  /** The key that will sign the next version of the DID, and the one that the 24 recovery words stand for. */
  readonly nextKeyPath: string;
  readonly recoveryKeyPath: string;
  /** The operator's did:webvh log, one version a line. Public. */
  readonly didLogPath: string;
  /** Gives the lock back. */
  release(): void;
}

/**
 * Creates the directory if it is missing (mode 0700), shuts others out of it if they could look into it, and takes its
 * lock.
 * `waitMs`: how long to stand still for another process that uses it, for example a short command.
 * @throws {GhostStackError} `home-locked` when another process uses it, `store-read-only` when it cannot be written,
 * `forbidden` when it is another user's or others may write to it.
 */
export function openHome(directory: string, waitMs = 0, program: HomeProgram = 'command'): Home {
  const path = resolve(directory);
  try {
    const created = mkdirSync(path, { recursive: true, mode: 0o700 });
    if (created !== undefined) chmodSync(path, 0o700);
    else keepPrivate(path, isHome);
  } catch (cause) {
    if (cause instanceof GhostStackError) throw cause;
    throw new GhostStackError(
      'store-read-only',
      says('error.root.folderNotCreated', { path, message: (cause as Error).message }),
      {
        cause,
      },
    );
  }
  const lock = lockHome(path, waitMs, program);
  try {
    finishRestore(path);
  } catch (error) {
    lock.release();
    throw storeError(error, path) ?? error;
  }
  return homeAt(path, () => lock.release());
}

/**
 * A home to read only, which is not taken: for a node made with `readOnly`.
 * @throws {GhostStackError} `home-locked` when another process uses it, `not-found` when there is none
 */
export function homeToRead(directory: string): Home {
  const path = resolve(directory);
  requireNode(path);
  keepPrivate(path, isHome);
  requireFreeHome(path);
  return homeAt(path, () => {});
}

/**
 * Throws `not-found` where no node was ever made, and touches nothing: whoever mistypes a home must not find a database
 * in some other folder. `home-locked` where one may be in the making.
 */
export function requireNode(directory: string): void {
  const path = resolve(directory);
  if (isRestoreWhole(path)) openHome(path).release();
  requireNoCutShort(path);
  const { keyPath, databasePath } = homeAt(path, () => {});
  if (existsSync(keyPath) || existsSync(databasePath)) return;
  requireFreeHome(path);
  throw new GhostStackError('not-found', says('error.root.noNodeInFolder', { path }));
}

/** By what every home has from its first moment. */
function isHome(names: readonly string[]): boolean {
  return names.includes(LOCK_FILE) || names.includes(KEY_STORE_NAME);
}

/** Where the parts of a home are, whether it is there or not. */
export function homeAt(path: string, release: () => void = () => {}): Home {
  return {
    path,
    keyPath: join(path, KEY_STORE_NAME),
    unfinishedPath: join(path, 'unfinished'),
    databasePath: join(path, 'node.db'),
    cardPath: join(path, 'card.json'),
    logFolder: join(path, 'logs'),
    nextKeyPath: join(path, 'next-key.json'),
    recoveryKeyPath: join(path, 'recovery-key.json'),
    didLogPath: join(path, 'did.jsonl'),
    release,
  };
}
