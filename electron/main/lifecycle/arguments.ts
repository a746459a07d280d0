import { join, resolve } from 'node:path';

/** The value of `--name VALUE` or `--name=VALUE` among the words of a command line, or null. */
function optionValue(words: readonly string[], name: string): string | null {
  const prefix = `--${name}=`;
  for (const [index, word] of words.entries()) {
    if (word.startsWith(prefix)) return word.slice(prefix.length) || null;
    const next = words[index + 1];
    if (word === `--${name}` && next && !next.startsWith('-')) return next;
  }
  return null;
}

/** The folder of the node where none is named: in the user's own application data. */
export function usualHome(userData: string): string {
  return join(userData, 'node');
}

/** The folder of the node: `--home DIR`, else the usual one. */
export function homeFolder(words: readonly string[], userData: string): string {
  const named = optionValue(words, 'home');
  return named ? resolve(named) : usualHome(userData);
}

/** Whether the cell to try is asked for. */
export function wantsDemo(words: readonly string[]): boolean {
  return words.includes('--demo');
}
