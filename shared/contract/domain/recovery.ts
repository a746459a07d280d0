import { z } from 'zod';

/** What the members hear of a change of somebody's key: read from what was signed, not from what is said of it. */
export const RekeyView = z.object({
  scid: z.string(),
  name: z.string(),
  /** Whether the member's own device makes it, or the recovery words. */
  by: z.enum(['device', 'words']),
  /** The machine is gone, it says: a new one goes on in its place. */
  lost: z.boolean(),
  /** `several`: another change of this key is open; `lately`: it was changed within the last seven days. */
  warnings: z.array(z.enum(['several', 'lately'])),
});
export type RekeyView = z.infer<typeof RekeyView>;
