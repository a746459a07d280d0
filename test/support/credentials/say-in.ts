import type { Saying } from '#shared/protocol/saying.ts';
import { speaking } from '#shared/words/language.ts';
import { sentence } from '#shared/words/sayings.ts';

/** A sentence in one language, whatever the others read. */
export function sayIn(language: 'en' | 'de', saying: Saying): string {
  return speaking(language, () => sentence(saying));
}
