/** The calls about the 24 recovery words: a part of `contract.ts`. What they carry is secret. */
import { z } from 'zod';
import { call, Done, Nothing, Passphrase } from './call.ts';
import { ShownWords, WORDS_ASKED_BACK, WordPlace } from './domain/recovery-words.ts';

/** Longer than any word with what is typed around it by mistake. */
const TYPED_WORD_MAX = 40;

export const wordsCalls = {
  /** Opens the sealed words once more; `passphrase` where one protects the key. Others are asked back each time. */
  'words.show': call(z.object({ passphrase: Passphrase.optional() }).strict(), ShownWords),
  /** The words that were asked back. With all of them right this computer forgets all 24, for good. */
  'words.check': call(
    z
      .object({
        answers: z
          .array(z.object({ place: WordPlace, word: z.string().max(TYPED_WORD_MAX) }))
          .length(WORDS_ASKED_BACK),
      })
      .strict(),
    z.object({ wrong: z.array(WordPlace) }),
  ),
  /** Does not remind of them for a week. */
  'words.later': call(Nothing, Done),
};
