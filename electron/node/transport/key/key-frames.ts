import { z } from 'zod';
import { DidLog } from '#shared/protocol/closing/bodies.ts';

/** Format: docs/protocol.md, "A key that is not known yet". */
export const KEY_PROTOCOL = '/ghoststack/key/1';
/** A member's log has at most 24 versions of 4 096 bytes. */
export const KEY_FRAME_MAX_BYTES = 128 * 1024;
/** Versions that a log may be ahead of the one that is known. */
export const KEY_VERSIONS_MAX = 8;

/** That the other has met this node before, under a key that this node knows. */
export const KeyClaim = z.strictObject({
  v: z.literal(1),
  cell: z.string().length(64),
  proof: z.string().length(43),
});
export type KeyClaim = z.infer<typeof KeyClaim>;

export const KeyLog = z.strictObject({ didLog: DidLog });
export type KeyLog = z.infer<typeof KeyLog>;

export const KeyAnswer = z.looseObject({ ok: z.boolean() });
