import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { says } from '#shared/protocol/saying.ts';
import { UsageError } from './usage-error.ts';

const FILE_MAX_BYTES = 300 * 1024;

/** The text of a file that somebody handed over. */
export async function readPapers(file: string): Promise<string> {
  if (file === '') throw new UsageError(says('error.headless.credentialFile'));
  const text = await readFile(resolve(file), 'utf8');
  if (Buffer.byteLength(text) > FILE_MAX_BYTES)
    throw new UsageError(says('error.headless.fileTooLarge', { file, limit: { bytes: FILE_MAX_BYTES } }));
  return text.trim();
}
