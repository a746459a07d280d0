import type { Problem } from '../../contract/domain/snapshot.ts';
import { failureInWords } from '../sayings.ts';
import { isStringKey, t } from '../translate.ts';

/** `The disk is full`, for where there is room for a few words only. */
export function problemTitle(problem: Problem): string {
  const key = `shell.problem.${problem.code}`;
  return t(isStringKey(key) ? key : 'shell.problem.other');
}

/** The first sentence of what is said of it as title, the rest below it. */
export function problemParts(problem: Problem): { readonly title: string; readonly text: string } {
  const words = failureInWords(problem);
  const [, first, rest] = /^(.+?)\. (?=\p{Lu})(.+)$/su.exec(words) ?? [];
  return first !== undefined && rest !== undefined
    ? { title: first, text: rest }
    : { title: problemTitle(problem), text: words };
}
