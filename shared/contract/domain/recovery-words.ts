import { z } from 'zod';

/** How many words there are, and how many of them are asked back. */
export const RECOVERY_WORDS = 24;
export const WORDS_ASKED_BACK = 3;

/** A word's place, as it is written down: from 1. */
export const WordPlace = z.int().min(1).max(RECOVERY_WORDS);

/** What is told of the recovery words without showing them. */
export const RecoveryWords = z.object({
  /** `here`: this computer still holds them, sealed; `forgotten`: they were written down, and are on paper alone. */
  state: z.enum(['here', 'forgotten']),
  /** Until then nobody is reminded of writing them down; null where nobody put it off. */
  remindAtMs: z.int().nullable(),
});
export type RecoveryWords = z.infer<typeof RecoveryWords>;

/** The words themselves, for the one who asked: never a part of the state, never pushed. */
export const ShownWords = z.object({
  words: z.array(z.string()).length(RECOVERY_WORDS),
  /** Places of those that are asked back, in order. */
  asked: z.array(WordPlace).length(WORDS_ASKED_BACK),
});
export type ShownWords = z.infer<typeof ShownWords>;
