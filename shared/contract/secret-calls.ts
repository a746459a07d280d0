import type { CallName } from './contract.ts';

/** Calls that carry recovery words, one way or the other. They stay on the computer: no network, no log. */
const CARRY_WORDS: ReadonlySet<string> = new Set<CallName>([
  'words.show',
  'words.check',
  'identity.changeKey',
  'recovery.giveWords',
]);

export function carriesWords(name: unknown): boolean {
  return typeof name === 'string' && CARRY_WORDS.has(name);
}
