import { z } from 'zod';
import { TIPS_IN_FRAME_MAX } from '#shared/protocol/log/branch-limits.ts';

/** Newest entries by hash, of every author. */
export type Tips = Readonly<Record<string, readonly string[]>>;

/** As a frame carries them: one hash as it is, several as a list. The same as in an entry's `seen`. */
export type WireTips = Record<string, string | string[]>;

const MAX_AUTHORS = 256;
/** Authors that are named without any receipt of theirs being here. */
const STRANGERS_KEPT = 64;
/** Ends of one feed that are remembered: more than any member can bring in (CLOSING: Branches). */
const TIPS_KEPT = 4 * TIPS_IN_FRAME_MAX;
/** In JSON, quotes and commas among them. */
const HASH_BYTES = 67;
const NAME_BYTES = 8;
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** None of the names that objects have of themselves: what is looked up by them is not there. */
const Author = z
  .string()
  .min(1)
  .max(64)
  .refine((name) => !(name in Object.prototype));

export const WireTips: z.ZodType<WireTips> = z
  .record(Author, z.union([Hash, z.array(Hash).max(TIPS_IN_FRAME_MAX)]))
  .refine((tips) => Object.keys(tips).length <= MAX_AUTHORS);

/**
 * What is remembered of the tips that a peer tells: all of authors of whom there are receipts here, and of others the
 * few that were told last. They may be newcomers; made-up ones would have no end.
 */
export function keptTips(tips: Tips, here: Tips): Tips {
  const strangers = Object.keys(tips).filter((author) => !Object.hasOwn(here, author));
  if (strangers.length <= STRANGERS_KEPT) return tips;
  const dropped = new Set(strangers.slice(0, -STRANGERS_KEPT));
  return Object.fromEntries(Object.entries(tips).filter(([author]) => !dropped.has(author)));
}

/** What of `tips` a holder of `base` must be told. An author that only `base` has is told with an empty list. */
export function tipsSince(base: Tips, tips: Tips): WireTips {
  const told: WireTips = {};
  for (const [author, hashes] of Object.entries(tips)) {
    if (!sameHashes(base[author] ?? [], hashes)) told[author] = onWire(hashes);
  }
  for (const [author, hashes] of Object.entries(base)) {
    if (hashes.length > 0 && !Object.hasOwn(tips, author)) told[author] = [];
  }
  return told;
}

/** The tips of whoever was known to hold `base` and has told this since. */
export function tipsOver(base: Tips, told: WireTips): Tips {
  const tips: Record<string, readonly string[]> = { ...base };
  for (const [author, hashes] of Object.entries(told)) {
    const list = typeof hashes === 'string' ? [hashes] : hashes;
    if (list.length > 0) tips[author] = list;
    else delete tips[author];
  }
  return tips;
}

/** What somebody holds who has told both; of an author's hashes, the newest that were told. */
export function unitedTips(newer: Tips, older: Tips): Tips {
  const tips: Record<string, readonly string[]> = { ...older };
  for (const [author, hashes] of Object.entries(newer)) {
    tips[author] = [...new Set([...hashes, ...(older[author] ?? [])])].slice(0, TIPS_KEPT);
  }
  return tips;
}

/**
 * The same in as many parts as frames of that size need. Of an author whose tips are in several parts, each adds to
 * those before it.
 */
export function tipsInParts(tips: WireTips, maxBytes: number): [WireTips, ...WireTips[]] {
  const parts: [WireTips, ...WireTips[]] = [{}];
  let part = parts[0];
  let bytes = 0;
  let authors = 0;
  for (const [author, told] of Object.entries(tips)) {
    const list = typeof told === 'string' ? [told] : told;
    for (let from = 0; from === 0 || from < list.length; from += TIPS_IN_FRAME_MAX) {
      const hashes = list.slice(from, from + TIPS_IN_FRAME_MAX);
      const more = author.length + NAME_BYTES + hashes.length * HASH_BYTES;
      if (
        authors === MAX_AUTHORS ||
        (authors > 0 && bytes + more > maxBytes) ||
        Object.hasOwn(part, author)
      ) {
        part = {};
        parts.push(part);
        bytes = 0;
        authors = 0;
      }
      part[author] = onWire(hashes);
      bytes += more;
      authors += 1;
    }
  }
  return parts;
}

/** What parts say together. */
export function joinedTips(one: WireTips, next: WireTips): WireTips {
  const joined: WireTips = { ...one };
  for (const [author, hashes] of Object.entries(next)) {
    joined[author] = onWire([...new Set([joined[author] ?? [], hashes].flat())]);
  }
  return joined;
}

function onWire(hashes: readonly string[]): string | string[] {
  const [first] = hashes;
  return hashes.length === 1 && first !== undefined ? first : [...hashes];
}

function sameHashes(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((hash) => other.includes(hash));
}
