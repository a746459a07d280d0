/** Bodies of the entries by which members vouch for each other and pass tokens on (docs/protocol.md, "Trust"). */

import { z } from 'zod';
import { NOTE_MAX } from '../limits.ts';
import { Hash, Scid } from '../log/entry.ts';
import { line } from '../text.ts';

/** Strengths are in thousandths: 1000 is a full endorsement. */
export const STRENGTH_MAX = 1000;
export const AMOUNT_MAX = 1_000_000_000;

export const EndorseBody = z.strictObject({
  member: Scid,
  /** 0 withdraws what its author endorsed before in this member. */
  strength: z.int().min(0).max(STRENGTH_MAX),
  /** Of another one: `member` is named in the bridge to it. */
  cell: Hash.optional(),
});
export type EndorseBody = z.infer<typeof EndorseBody>;

export const TransferBody = z.strictObject({
  to: Scid,
  /** Whole tokens. */
  amount: z.int().min(1).max(AMOUNT_MAX),
  note: line(1, NOTE_MAX).optional(),
});
export type TransferBody = z.infer<typeof TransferBody>;
