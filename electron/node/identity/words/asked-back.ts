/** Whoever has written the words down can tell three of them: only then are they forgotten here. */
import { randomInt } from 'node:crypto';
import { RECOVERY_WORDS } from '#shared/contract/domain/recovery-words.ts';
import { normalisedWords, wordsOf } from './mnemonic.ts';

export type ThreeNumbers = readonly [number, number, number];

/** Three places among the words, from 1, ascending. @param draw a number of chance below another */
export function askThree(draw: (below: number) => number = randomInt): ThreeNumbers {
  const places = Array.from({ length: RECOVERY_WORDS }, (_, index) => index + 1);
  const draws = [1, 2, 3].map(() => places.splice(draw(places.length), 1)[0] ?? 1);
  const [first = 1, second = 2, third = 3] = draws.sort((a, b) => a - b);
  return [first, second, third];
}

/** Whether these are the words at these places. Typed as freely as all of them may be. */
export function areAskedBack(seed: Uint8Array, asked: ThreeNumbers, answers: readonly string[]): boolean {
  const words = wordsOf(seed);
  if (answers.length !== asked.length) return false;
  return asked.every((place, index) => {
    const [word, ...others] = normalisedWords(answers[index] ?? '');
    return others.length === 0 && word !== undefined && word === words[place - 1];
  });
}
