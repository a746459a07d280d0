import { z } from 'zod';

/** What is so on this computer now, whatever was chosen before. */
export const Background = z.object({
  /**
   * `other`: what is started at login is another program, or this one on another home, under the name that ours would
   * have. `cannot`: this system is not told of it by us.
   */
  startsAtLogin: z.enum(['yes', 'no', 'other', 'cannot']),
  /** With `other`: the command. */
  command: z.string().nullable(),
  /** Whether there is a place for an icon, from which a hidden window is called back. */
  hasTray: z.boolean(),
});
export type Background = z.infer<typeof Background>;
