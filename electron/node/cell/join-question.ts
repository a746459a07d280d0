import { z } from 'zod';

/** The setting that holds the question to join that is under way. */
export const JOIN_QUESTION = 'joining';

export const JoinQuestion = z.object({
  /** The invitation. */
  code: z.string(),
  /** Whether the operator has compared the words, or does without. */
  confirmed: z.boolean(),
});
export type JoinQuestion = z.infer<typeof JoinQuestion>;
