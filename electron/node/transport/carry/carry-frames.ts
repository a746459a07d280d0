import { z } from 'zod';
import { BUCKETS, ITEM_DIGITS, LISTED_MAX } from '../../messaging/carrying/limits.ts';
import { BATCH_MAX_ENVELOPES } from '../../messaging/limits.ts';
import { Count, decode, encodeFrame, encodeLines, splitLines } from '../link/frames.ts';

/** Formats: docs/protocol.md, "Carried mail". */
export const CARRY_PROTOCOL = '/ghoststack/carry/1';

/** A frame is filled up to this size, and may be larger by one line. */
export const CARRY_FRAME_TARGET_BYTES = 60 * 1024;
export const CARRY_FRAME_MAX_BYTES = 256 * 1024;
export const LINES_PER_FRAME_MAX = BATCH_MAX_ENVELOPES;
/** Items that a frame names, so that it stays below its limit. */
export const ITEMS_PER_FRAME_MAX = 6000;
const HEADER_MAX_BYTES = 1024;

const Sum = z.string().regex(/^[0-9a-f]{16}$/);
const Item = z.string().regex(new RegExp(`^[0-9a-f]{${ITEM_DIGITS}}$`));
const Items = z.array(Item).max(LISTED_MAX);

/** Of all that its sender compares: whoever gets the same has nothing to compare. Says, too, that it carries. */
const SumOfAll = z.looseObject({ type: z.literal('sum'), sum: Sum });
const Sums = z.looseObject({ type: z.literal('buckets'), sums: z.array(Sum).length(BUCKETS) });
const List = z.looseObject({
  type: z.literal('list'),
  bucket: z
    .int()
    .min(0)
    .max(BUCKETS - 1),
  have: Items,
});
/** `yours`: what is named is for whom it is named to. */
const Have = z.looseObject({ type: z.literal('have'), items: Items, yours: z.boolean().optional() });
/** Of all notes for the peer that are kept here: whoever keeps others asks which. */
const Yours = z.looseObject({ type: z.literal('yours'), sum: Sum });
const Which = z.looseObject({ type: z.literal('which') });
const Want = z.looseObject({ type: z.literal('want'), items: Items });
const ParcelsHeader = z.looseObject({ type: z.literal('parcels'), seq: Count });

const Said = z.discriminatedUnion('type', [SumOfAll, Sums, List, Yours, Which, Have, Want]);
export type Said = z.infer<typeof Said>;

export type CarryFrame =
  | Said
  | { readonly type: 'parcels'; readonly seq: number; readonly lines: readonly Uint8Array[] };

/** The answer to a frame of parcels: one result for each line, in their order. */
export const Taken = z.looseObject({
  type: z.literal('taken'),
  seq: Count,
  results: z.array(z.enum(['ok', 'known', 'full', 'later', 'refused'])).max(LINES_PER_FRAME_MAX),
});
export type Taken = z.infer<typeof Taken>;

export function encodeSaid(said: Said): Uint8Array {
  return encodeFrame(said);
}

/** A header line, then a note or an envelope a line, as it came. */
export function encodeParcels(seq: number, lines: readonly Uint8Array[]): Uint8Array {
  return encodeLines({ type: 'parcels', seq }, lines);
}

/** Throws a ProtocolViolation. */
export function decodeCarry(frame: Uint8Array): CarryFrame {
  const { first, lines } = splitLines(frame, LINES_PER_FRAME_MAX, 'error.violation.tooManyMessages');
  if (lines.length === 0) return decode(first, Said, 'error.violation.notCarried', CARRY_FRAME_MAX_BYTES);
  const { seq } = decode(first, ParcelsHeader, 'error.violation.notCarried', HEADER_MAX_BYTES);
  return { type: 'parcels', seq, lines };
}
