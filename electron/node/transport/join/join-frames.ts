import { z } from 'zod';
import { ERROR_CODES } from '#shared/contract/errors.ts';

/** Format: docs/protocol.md, "Join". */
export const JOIN_PROTOCOL = '/ghoststack/join/1';
export const JOIN_REQUEST_MAX_BYTES = 64 * 1024;
/** An answer may bring the DID logs of seven members. */
export const JOIN_ANSWER_MAX_BYTES = 2 * 1024 * 1024;

export const JoinReply = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), value: z.unknown() }),
  z.looseObject({
    ok: z.literal(false),
    error: z.looseObject({
      // A code that this build does not know is a refusal all the same.
      code: z.enum(ERROR_CODES).catch('refused'),
      message: z.string().max(1_000),
    }),
  }),
]);
export type JoinReply = z.infer<typeof JoinReply>;
