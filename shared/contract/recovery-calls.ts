/** The calls by which keys change: a part of `contract.ts`. */
import { z } from 'zod';
import { call } from './call.ts';

/** Room for 24 words with what is copied between them. */
const WORDS_TEXT_MAX = 1_000;

export const recoveryCalls = {
  /**
   * Opens the ballot on another key of this node. With the words it is a change by the words; `newWords` lets new ones
   * take their place, which are then to be written down.
   */
  'identity.changeKey': call(
    z
      .object({ words: z.string().max(WORDS_TEXT_MAX).optional(), newWords: z.boolean().default(false) })
      .strict(),
    z.object({ id: z.string() }),
  ),
};
