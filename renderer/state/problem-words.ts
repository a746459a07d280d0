import type { Problem } from '#shared/contract/domain/snapshot.ts';
import { isStringKey, t } from '#shared/words/translate.ts';

/** `The disk is full`, for where there is room for a few words only. */
export function problemTitle(problem: Problem): string {
  const key = `shell.problem.${problem.code}`;
  return t(isStringKey(key) ? key : 'shell.problem.other');
}

/** The first sentence of what the node says as title, the rest below it. */
export function problemParts(problem: Problem): { readonly title: string; readonly text: string } {
  const [, first, rest] = /^(.+?)\. (?=\p{Lu})(.+)$/su.exec(problem.message) ?? [];
  return first !== undefined && rest !== undefined
    ? { title: first, text: rest }
    : { title: problemTitle(problem), text: problem.message };
}
