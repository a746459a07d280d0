/** What stands in a backup, before its parts: all that can be said of it, and what each part must be. */
import { z } from 'zod';
import { GhostStackError } from '#shared/contract/errors.ts';
import { CELL_NAME_MAX } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';

export const MANIFEST_MAX_BYTES = 64 * 1024;
const FORMAT = 'ghoststack/backup/v1';

/** Files of a home, by the names that they have there. */
export const PART_NAMES = ['key.json', 'next-key.json', 'recovery-key.json', 'did.jsonl', 'node.db'] as const;
export type PartName = (typeof PART_NAMES)[number];
export const KEY_PARTS: readonly PartName[] = ['key.json', 'next-key.json', 'recovery-key.json'];

const Count = z.int().min(0);

export const Part = z.strictObject({
  name: z.enum(PART_NAMES),
  /** In bytes. */
  size: Count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Part = z.infer<typeof Part>;

export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  /** Of the GhostStack that made it. */
  program: z.string().max(40),
  madeAtMs: Count,
  member: z.strictObject({ name: z.string().min(1).max(200), did: z.string().max(256) }),
  cell: z.strictObject({ id: z.string().max(64), name: z.string().max(CELL_NAME_MAX) }).nullable(),
  counts: z.strictObject({ messages: Count, receipts: Count }),
  /** `own`: sealed as in the home, by its passphrase; `backup`: under a key of this file. */
  keys: z.enum(['own', 'backup']),
  /** In the order in which their bytes follow. */
  parts: z.array(Part).min(2).max(PART_NAMES.length),
});
export type Manifest = z.infer<typeof Manifest>;

export function newManifest(content: Omit<Manifest, 'format'>): Manifest {
  return { format: FORMAT, ...content };
}

/** Its length as 32 bits, most significant byte first, and its JSON. */
export function writeManifest(manifest: Manifest): Buffer {
  const text = Buffer.from(JSON.stringify(manifest), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text]);
}

/** Throws `malformed`, naming the file: sealed by whoever knows the passphrase, but not by this program. */
export function readManifest(text: Uint8Array, path: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text).toString('utf8'));
  } catch {
    value = null;
  }
  const parsed = Manifest.safeParse(value);
  const names = parsed.data?.parts.map(({ name }) => name) ?? [];
  const isWhole = names.includes('key.json') && names.includes('node.db');
  if (parsed.success && isWhole && new Set(names).size === names.length) return parsed.data;
  throw new GhostStackError('malformed', says('error.care.manifestUnreadable', { path }));
}
