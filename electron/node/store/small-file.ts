import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

export interface SmallFile {
  readonly text: string;
  readonly stats: Stats;
}

/**
 * Reads a regular file whose size is checked before its bytes are. Never waits: a pipe or a device in its place
 * is refused. Throws `malformed` or `too-large`, and the file system's errors as they are.
 */
export function readSmallFile(path: string, maxBytes: number): SmallFile {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new GhostStackError('malformed', says('error.store.notFile', { path }));
    if (stats.size > maxBytes) {
      throw new GhostStackError(
        'too-large',
        says('error.store.fileTooLarge', { path, size: stats.size, maxBytes }),
      );
    }
    const bytes = Buffer.alloc(stats.size);
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return { text: bytes.toString('utf8', 0, length), stats };
  } finally {
    closeSync(file);
  }
}
