import { type FileHandle, open, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { errorCode } from '../../store/atomic-file.ts';
import { FILE_MAX_BYTES } from '../file-offer.ts';

/** A file of this computer as it was when a message named it: a later one of that path is another file. */
export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  /** Of its last change, in nanoseconds since the epoch. */
  readonly changedAtNs: string;
}

/**
 * Looks at a file that is to be sent. Throws `not-found`, `too-large`, or `invalid-argument` for what is no file, is
 * empty or cannot be read.
 */
export async function lookAtFile(path: string): Promise<LocalFile> {
  if (!isAbsolute(path))
    throw new GhostStackError('invalid-argument', says('error.files.pathNotWhole', { path }));
  const found = await facts(path);
  if (found === null) throw new GhostStackError('not-found', says('error.files.noFile', { path }));
  if (!found.isFile) throw new GhostStackError('invalid-argument', says('error.files.notFile', { path }));
  if (found.bytes === 0) throw new GhostStackError('invalid-argument', says('error.files.empty', { path }));
  if (found.bytes > FILE_MAX_BYTES) {
    const size = { bytes: found.bytes };
    throw new GhostStackError(
      'too-large',
      says('error.files.tooLarge', { size, limit: { bytes: FILE_MAX_BYTES } }),
    );
  }
  return { path, bytes: found.bytes, changedAtNs: found.changedAtNs };
}

/** Whether the file of a path is still the one that was looked at. */
export async function stateOf(file: LocalFile): Promise<'same' | 'changed' | 'gone'> {
  const found = await facts(file.path).catch(() => null);
  if (found === null) return 'gone';
  const isSame = found.isFile && found.bytes === file.bytes && found.changedAtNs === file.changedAtNs;
  return isSame ? 'same' : 'changed';
}

/** Throws what the system says against it, as `invalid-argument`. */
export async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Fills the buffer from a place in a file; false if the file ends before. */
export async function readFully(file: FileHandle, into: Uint8Array, position: number): Promise<boolean> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

async function facts(path: string) {
  try {
    const found = await stat(path, { bigint: true });
    return { isFile: found.isFile(), bytes: Number(found.size), changedAtNs: String(found.mtimeNs) };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): GhostStackError {
  const code = errorCode(error);
  return new GhostStackError('invalid-argument', says('error.files.unreadable', { path, code }), {
    cause: error,
  });
}
