/** The calls by which keys change and lost machines come back: a part of `contract.ts`. */
import { z } from 'zod';
import { INVITATION_CODE_MAX } from '../protocol/limits.ts';
import { call, Done, Nothing } from './call.ts';
import { Invitation } from './domain/cell.ts';

/** Room for 24 words with what is copied between them. */
const WORDS_TEXT_MAX = 1_000;
const RECOVERY_HOURS_MAX = 168;

export const recoveryCalls = {
  /**
   * Opens the ballot on another key of this node. With the words it is a change by the words; `newWords` lets new ones
   * take their place, which are then to be written down.
   */
  'identity.changeKey': call(
    z
      .object({
        words: z.string().max(WORDS_TEXT_MAX).optional(),
        newWords: z.boolean().default(false),
      })
      .strict(),
    z.object({ id: z.string() }),
  ),

  /** A code for one machine of one member that lost its own. */
  'recovery.makeCode': call(z.object({ hours: z.int().min(1).max(RECOVERY_HOURS_MAX) }).strict(), Invitation),
  'recovery.withdrawCode': call(z.object({ id: z.string().max(64) }).strict(), Done),
  /** The member lets the machine ask the others, or refuses. */
  'recovery.answer': call(z.object({ id: z.string().max(64), accept: z.boolean() }).strict(), Done),

  /** This machine asks, by a recovery code; the slice `recovering` tells how it goes. */
  'recovery.begin': call(
    z
      .object({
        code: z.string().min(1).max(INVITATION_CODE_MAX),
        /** Of a member's home that may not sign and comes back where it is: by the words, or by its device's next key. */
        way: z.enum(['words', 'device']).default('words'),
      })
      .strict(),
    Done,
  ),
  /** The 24 words, however they were typed. */
  'recovery.giveWords': call(z.object({ text: z.string().max(WORDS_TEXT_MAX) }).strict(), Done),
  'recovery.confirmWords': call(z.object({ same: z.boolean() }).strict(), Done),
  'recovery.cancel': call(Nothing, Done),
};
