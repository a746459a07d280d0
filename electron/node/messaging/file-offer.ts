import { z } from 'zod';

/** Plaintext of one part of a small file; all have as much but the last (docs/protocol.md, "Files"). */
export const PART_BYTES = 98_304;
/** A file of this size or less travels in parts, with messages. */
export const SMALL_FILE_MAX_BYTES = 1024 * 1024;
export const PARTS_MAX = Math.ceil(SMALL_FILE_MAX_BYTES / PART_BYTES);
export const FILE_MAX_BYTES = 2 ** 30;
/** UTF-16 units. */
export const FILE_NAME_MAX = 255;
const FILE_TYPE_MAX = 255;

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What every recipient is told of a file. Name and type are text, and used for nothing but to be shown. */
export const FileFacts = z.looseObject({
  name: z.string().min(1).max(FILE_NAME_MAX),
  type: z.string().max(FILE_TYPE_MAX),
  bytes: z.int().min(1).max(FILE_MAX_BYTES),
  /** Of the file as it is. */
  sha256: Hash,
});

export interface FileFacts {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How a file comes: in so many parts, or in chunks that are fetched and open with this key. */
export type FileWay =
  | { readonly parts: number }
  /** 32 bytes as base64url, and the SHA-256 of the concatenated SHA-256 of the sealed chunks. */
  | { readonly key: string; readonly root: string };

/** A file that comes with a message. */
export interface FileOffer extends FileFacts {
  readonly way: FileWay;
}

/** The members of a payload that say how its file comes. */
export const FileWayMembers = {
  parts: z.int().min(1).max(PARTS_MAX).optional(),
  // 32 bytes leave two bits of the last character, which are zero.
  key: z
    .string()
    .regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
    .optional(),
  root: Hash.optional(),
};

export function isSmall(bytes: number): boolean {
  return bytes <= SMALL_FILE_MAX_BYTES;
}

/** How many parts a file of that size has. */
export function partsOf(bytes: number): number {
  return Math.ceil(bytes / PART_BYTES);
}

/** The way that the members of a payload describe; null if they describe none, or two, or one for another size. */
export function fileWay(
  bytes: number,
  { parts, key, root }: { readonly parts?: unknown; readonly key?: unknown; readonly root?: unknown },
): FileWay | null {
  if (typeof parts === 'number')
    return key === undefined && root === undefined && isSmall(bytes) && parts === partsOf(bytes)
      ? { parts }
      : null;
  return typeof key === 'string' && typeof root === 'string' ? { key, root } : null;
}
