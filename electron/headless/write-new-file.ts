import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { requireNewFile, wantedFileError } from '../node/store/wanted-file.ts';

/** Writes a private file (mode 0600) that is not there yet; it is on disk when this returns. */
export function writeNewFile(file: string, text: string): void {
  requireNewFile(file);
  const descriptor = opened(file);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } catch (cause) {
    // Half of it would stand in the way of the next try.
    rmSync(file, { force: true });
    throw wantedFileError(cause, file) ?? cause;
  } finally {
    closeSync(descriptor);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (cause) {
    throw wantedFileError(cause, file) ?? cause;
  }
}
