import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { SPARE_BYTES } from './file-limits.ts';

/**
 * Whether a disk has room for what of a file has not come, and some to spare.
 * @throws {GhostStackError} `store-full`, naming the folder
 */
export function requireRoom(lackingBytes: number, freeBytes: number, folder: string): void {
  const needed = lackingBytes + SPARE_BYTES;
  if (freeBytes >= needed) return;
  const sizes = { needed: { bytes: needed }, free: { bytes: freeBytes } };
  throw new GhostStackError('store-full', says('error.files.noRoom', { ...sizes, folder }));
}
