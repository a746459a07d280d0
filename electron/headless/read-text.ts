import { readFileSync, statSync } from 'node:fs';
import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

/** The text of a file that an operator names. Throws `not-found` or `too-large`. */
export function readText(file: string, maxBytes: number): string {
  try {
    const { size } = statSync(file);
    if (size <= maxBytes) return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GhostStackError('not-found', says('error.headless.logUnreadable', { file }), { cause });
  }
  throw new GhostStackError(
    'too-large',
    says('error.headless.fileTooLarge', { file, limit: { bytes: maxBytes } }),
  );
}
