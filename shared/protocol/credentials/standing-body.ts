/** What a cell says outwards of who is a member of it, under which keys, and what they issued and revoked. */
import { z } from 'zod';
import { CELL_NAME_MAX, MEMBERS_MAX } from '../limits.ts';
import { Hash, Scid } from '../log/entry.ts';

const Member = z.strictObject({
  scid: Scid,
  /** Multikey of the present signing key. */
  key: z.string().regex(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/),
  /** versionId of the newest version of its DID log. */
  version: z.string().max(80),
  /** Root of the tree of what it issued and counts, and hash of its 16 384 bytes of list. */
  issued: Hash,
  revoked: Hash,
});
export type StandingMember = z.infer<typeof Member>;

/** The body of an entry `statement` about the standing. */
export const StandingBody = z
  .strictObject({
    about: z.literal('standing'),
    /** UTC, days since the epoch. */
    day: z.int().min(0).max(10_000_000),
    name: z.string().min(1).max(CELL_NAME_MAX),
    epoch: z.int().min(0).max(999_999_999),
    /** How many entries the statement's past has. */
    entries: z.int().min(1),
    q: z.int().min(1).max(MEMBERS_MAX),
    members: z.array(Member).min(1).max(MEMBERS_MAX),
  })
  .refine(({ q, members }) => q <= members.length)
  .refine(({ members }) => new Set(members.map(({ scid }) => scid)).size === members.length);
export type StandingBody = z.infer<typeof StandingBody>;

/** The body of an entry `attest`: the hash of the statement that is right. */
export const AttestBody = z.strictObject({ statement: Hash });
export type AttestBody = z.infer<typeof AttestBody>;
