import { z } from 'zod';

/** What a node keeps of members for members, sealed, until they are met. */
export const Carried = z.object({
  /** Whether it takes any more; what it has goes on to whom it is for all the same. */
  on: z.boolean(),
  /** What one member may leave here, at most half of either for one recipient. */
  share: z.object({ parcels: z.int().min(0), bytes: z.int().min(0) }),
  parcels: z.int().min(0),
  bytes: z.int().min(0),
  /** Whose take most room first. */
  bySender: z.array(z.object({ did: z.string(), parcels: z.int().min(1), bytes: z.int().min(0) })),
  /** Who took copies of this node's own messages that still wait, and for whom; by their word alone. */
  given: z.array(z.object({ carrier: z.string(), to: z.string(), messages: z.int().min(1) })),
  /** Receipts and recalls that are kept, of everybody. */
  notes: z.int().min(0),
  /** False while there is too little room on the disk for anything of others. */
  hasRoom: z.boolean(),
});
export type Carried = z.infer<typeof Carried>;
