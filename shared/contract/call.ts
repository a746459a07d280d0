/** What the calls of the contract are made of. */
import { z } from 'zod';
import { PASSPHRASE_MAX_BYTES } from '../protocol/limits.ts';

export const Nothing = z.object({}).strict();
export const Done = z.null();
export const Did = z.string().min(8).max(256);

/** A conversation: with everyone, or with that peer. */
export const ThreadId = z.union([z.literal('broadcast'), Did]);

export const Passphrase = z.string().min(1).max(PASSPHRASE_MAX_BYTES);

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output };
}
