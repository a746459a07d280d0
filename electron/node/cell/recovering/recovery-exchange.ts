/** What a machine that asks for recovery and a member say to each other; format: docs/protocol.md, "Recovery". */

import { z } from 'zod';
import { Alias, DidLog } from '#shared/protocol/closing/bodies.ts';
import { CELL_NAME_MAX, MEMBERS_MAX, NAME_MAX } from '#shared/protocol/limits.ts';
import { text } from '#shared/protocol/text.ts';
import { decodeBase64url } from '../../crypto/base64url.ts';

/** Bytes. */
export const RECOVERY_NONCE_BYTES = 16;
/** By the words two, by a device one. */
export const NEW_VERSIONS_MAX = 2;

const HMAC_CHARACTERS = 43;
const SIGNATURE_CHARACTERS = 86;
const NONCE_CHARACTERS = 22;
const MULTIHASH_CHARACTERS = 46;

/** What every request begins with. The proof is checked before anything else of it is read. */
export const RecoveryHead = z.looseObject({
  v: z.literal(1),
  ask: z.literal('recovery'),
  cell: z.string().length(64),
  proof: z.string().length(HMAC_CHARACTERS),
});
export type RecoveryHead = z.infer<typeof RecoveryHead>;

/** A new version of a DID log, as it is written into an `open`. */
const Version = z.record(z.string(), z.unknown());

/** Which member it is: its Multikey, to which the last version committed, and a signature by it. */
const Proved = z.strictObject({
  ...RecoveryHead.shape,
  key: z.string().max(64),
  signature: z.string().length(SIGNATURE_CHARACTERS),
});
const Wanted = z.strictObject({
  ...RecoveryHead.shape,
  versions: z.array(Version).min(1).max(NEW_VERSIONS_MAX),
  /** Whether the machine that wrote the feed until now is gone. */
  lost: z.boolean(),
});
/** The operator of the machine has seen other words than the member's screen shows. */
const Differing = z.strictObject({ ...RecoveryHead.shape, differ: z.literal(true) });
/** The three questions, in the order in which they are asked; in place of the third, that nothing is asked. */
export const RecoveryAsk = z.union([z.strictObject(RecoveryHead.shape), Proved, Wanted, Differing]);
export type RecoveryAsk = z.infer<typeof RecoveryAsk>;

/** The six words are made of it: what decodes to nothing would keep the window from showing anything. */
function isNonce(text: string): boolean {
  try {
    return decodeBase64url(text).length === RECOVERY_NONCE_BYTES;
  } catch {
    return false;
  }
}

/** The first answer: what the signature must name, and to which keys all members have committed. */
export const HashesAnswer = z.strictObject({
  nonce: z.string().length(NONCE_CHARACTERS).refine(isNonce, 'not 16 bytes'),
  /** Sorted, so that they say nothing of who has which. */
  hashes: z.array(z.string().length(MULTIHASH_CHARACTERS)).max(2 * MEMBERS_MAX),
});
export type HashesAnswer = z.infer<typeof HashesAnswer>;

/** The second: only who has proved that it is a member is told any name. */
export const NamesAnswer = z.strictObject({
  cellName: text(0, CELL_NAME_MAX),
  /** Of the member that asks, and its newest log here. */
  alias: Alias,
  didLog: DidLog,
  inviter: z.strictObject({ alias: Alias, didLog: DidLog }),
});
export type NamesAnswer = z.infer<typeof NamesAnswer>;

export const RECOVERY_STATES = ['asking', 'voting', 'admitted', 'refused', 'again'] as const;
export type RecoveryState = (typeof RECOVERY_STATES)[number];

/** Why it is refused. */
export const REFUSED_FOR = ['operator', 'ballot', 'withdrawn', 'no-member', 'differ', 'spent'] as const;
export type RefusedFor = (typeof REFUSED_FOR)[number];

/** The third, every time it is asked. */
export const StateAnswer = z.strictObject({
  state: z.enum(RECOVERY_STATES),
  /** With `refused`; one that is not known is a refusal all the same. */
  reason: z.string().max(40).nullable(),
  /** With `voting`: names of those who have not voted, approvals that it still takes, and when it ends by the member's clock. */
  ballot: z
    .strictObject({
      waitsFor: z.array(text(0, NAME_MAX)).max(MEMBERS_MAX),
      needed: z.int().min(0).max(MEMBERS_MAX),
      untilMs: z.int().min(0),
    })
    .optional(),
  /** With `again`, upon which versions are to be made anew, and with `admitted`: the member's log in the cell. */
  didLog: DidLog.optional(),
});
export type StateAnswer = z.infer<typeof StateAnswer>;
