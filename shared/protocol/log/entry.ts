/** Entries of the Integrity Chain: an author's append-only, hash-linked, signed feed (docs/protocol.md, "Log"). */
import { z } from 'zod';
import { issue } from '../saying.ts';
import { SEEN_MAX } from './branch-limits.ts';

export const ZERO_HASH = '0'.repeat(64);
/** JCS text of an entry with its signature, in bytes. */
export const ENTRY_MAX_BYTES = 64 * 1024;
export const ENTRY_DOMAIN = 'ghoststack/entry/v1';

export const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** The self-certifying part of a did:webvh: base58btc of a SHA-256 multihash. */
export const Scid = z.string().regex(/^Qm[1-9A-HJ-NP-Za-km-z]{44}$/);

/** By hand: a schema that tries one kind after another took most of the time that an entry of 64 KiB costs. */
function isJson(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isJson);
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value);
    case 'object':
      return value === null || Object.entries(value).every(([key, of]) => key !== '__proto__' && isJson(of));
    default:
      return typeof value === 'string' || typeof value === 'boolean';
  }
}

export const Entry = z.strictObject({
  v: z.literal(1),
  cell: Hash,
  author: Scid,
  /** Generation of the feed: 0, and a higher one after each restore. */
  gen: z.int().min(0),
  seq: z.int().min(0),
  /** Hash of the author's entry before this one, or 64 zeros. */
  prev: Hash,
  /** Tips of other authors that this author has applied since `prev`: one each, or several of one with branches. */
  seen: z.record(Scid, z.union([Hash, z.array(Hash).min(2).max(SEEN_MAX)])),
  /** The author's clock, ms since the epoch; shown to people, decides nothing. */
  at: z.int().min(0),
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  body: z.record(z.string(), z.unknown()).refine(isJson, issue('issue.notSafeJson')),
  /** The signing key as a Multikey. */
  key: z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/),
});
export type Entry = z.infer<typeof Entry>;

export const SIGNATURE_LENGTH = 86;
/** As it travels: without a signature behind what covers it (docs/protocol.md, "Entry"). */
export const SignedEntry = z.strictObject({
  entry: Entry,
  signature: z.string().length(SIGNATURE_LENGTH).exactOptional(),
});
export type SignedEntry = z.infer<typeof SignedEntry>;

/** An entry with its hash, sha256(JCS(entry)), already checked. */
export interface HashedEntry {
  readonly hash: string;
  readonly entry: Entry;
}

function seenHashes(entry: Entry): string[] {
  return Object.values(entry.seen).flat();
}

/** The direct causes of an entry: `prev` (unless it is the first) and all of `seen`. */
export function parentHashes(entry: Entry): string[] {
  return entry.prev === ZERO_HASH ? seenHashes(entry) : [entry.prev, ...seenHashes(entry)];
}
