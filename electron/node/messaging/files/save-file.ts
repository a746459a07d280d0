import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { errorCode } from '../../store/atomic-file.ts';
import { fileExists, requireFolder, requireNewFile, wantedFileError } from '../../store/wanted-file.ts';

/**
 * Writes pieces to a new file (mode 0600: nothing is made executable), which is there when it is whole, or not at all.
 * @throws {GhostStackError} `already-exists` unless it may be written over; `not-found` without a folder;
 * `invalid-argument`, `store-...`
 */
export async function saveFile(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  overwrite: boolean,
): Promise<void> {
  if (!isAbsolute(path))
    throw new GhostStackError('invalid-argument', says('error.files.pathNotWhole', { path }));
  if (overwrite) requireFolder(path);
  else requireNewFile(path);
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const piece of pieces) await writeAll(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await place(part, path, overwrite);
  } catch (error) {
    throw wantedFileError(error, path) ?? error;
  } finally {
    await rm(part, { force: true }).catch(() => undefined);
  }
}

/** A link fails where a file is by now, a rename would write over it; not every file system has links. */
async function place(part: string, path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(part, path);
  try {
    await link(part, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || existsSync(path)) throw fileExists(path);
    await rename(part, path);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
}
