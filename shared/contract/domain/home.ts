import { z } from 'zod';

/** What kind of process works on a home: a window, a node without one, or a command that is soon over. */
export const HomeProgram = z.enum(['window', 'headless', 'command']);
export type HomeProgram = z.infer<typeof HomeProgram>;

export const HomeHolder = z.object({
  program: HomeProgram,
  pid: z.int().min(1),
  sinceMs: z.int().min(0),
});
export type HomeHolder = z.infer<typeof HomeHolder>;

/** A home that this window cannot have, because another process holds it or did so until just now. */
export const TakenHome = z.object({
  path: z.string(),
  /** Null when it does not say who it is. */
  holder: HomeHolder.nullable(),
  /** The home is free: it can be taken over. */
  ended: z.boolean(),
  /** Its node answers here, and can be shown in this window. */
  attachable: z.boolean(),
});
export type TakenHome = z.infer<typeof TakenHome>;
