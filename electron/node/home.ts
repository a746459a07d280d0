import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GhostStackError } from '#shared/errors.ts';
import { lockHome } from './store/home-lock.ts';

/** The directory that holds all of one node: its key store, its database and its lock. */
export interface Home {
  readonly path: string;
  readonly keyPath: string;
  readonly databasePath: string;
  /** The key that will sign the next version of the DID, and the one that the 24 recovery words stand for. */
  readonly nextKeyPath: string;
  readonly recoveryKeyPath: string;
  /** The operator's did:webvh log, one version a line. Public. */
  readonly didLogPath: string;
  /** Gives the lock back. */
  release(): void;
}

/**
 * Creates the directory if it is missing (mode 0700) and takes its lock.
 * @throws {GhostStackError} `home-locked` when another process uses it, `store-read-only` when it cannot be written.
 */
export function openHome(directory: string): Home {
  const path = resolve(directory);
  try {
    const created = mkdirSync(path, { recursive: true, mode: 0o700 });
    if (created !== undefined) chmodSync(path, 0o700);
  } catch (cause) {
    throw new GhostStackError(
      'store-read-only',
      `The folder ${path} cannot be created: ${(cause as Error).message}.`,
      {
        cause,
      },
    );
  }
  const lock = lockHome(path);
  return {
    path,
    keyPath: join(path, 'key.json'),
    databasePath: join(path, 'node.db'),
    nextKeyPath: join(path, 'next-key.json'),
    recoveryKeyPath: join(path, 'recovery-key.json'),
    didLogPath: join(path, 'did.jsonl'),
    release: () => lock.release(),
  };
}
