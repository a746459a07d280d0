/** Bodies of the entries by which a cell anchors credentials (docs/protocol.md, "Credentials in the log"). */
import { z } from 'zod';
import { Hash } from '../log/entry.ts';
import { issue } from '../saying.ts';
import { LIST_BITS } from './list-bits.ts';

export { TypeDefinition as DefineBody } from './type-definition.ts';

/** A list in a `status`, in bytes of its JCS. */
export const STATUS_MAX_BYTES = 32 * 1024;

/** The longest that a credential is valid. */
export const VALIDITY_DAYS_MAX = 731;

/** A place in a list. */
const Index = z
  .int()
  .min(0)
  .max(LIST_BITS - 1);

export const IssueBody = z.strictObject({
  /** UUID, version 4: one for all that its author issues. */
  list: z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  index: Index,
  /** SHA-256 of the whole form's JCS, with its proof, and of the issuer-signed JWT. */
  digests: z.tuple([Hash, Hash]),
});
export type IssueBody = z.infer<typeof IssueBody>;

/** Takes back what its author issued at this place, for good. */
export const RevokeBody = z.strictObject({ index: Index });
export type RevokeBody = z.infer<typeof RevokeBody>;

/** The list of its author, signed, for others to hand on. Nothing is decided by it. */
export const StatusBody = z.strictObject({
  credential: z
    .record(z.string(), z.unknown())
    // JCS orders members, and spells all else like this.
    .refine((list) => new TextEncoder().encode(JSON.stringify(list)).length <= STATUS_MAX_BYTES, {
      ...issue('issue.statusTooLarge', { limit: { bytes: STATUS_MAX_BYTES } }),
    }),
});
export type StatusBody = z.infer<typeof StatusBody>;
