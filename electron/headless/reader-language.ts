import { type Language, languageFor, speak } from '#shared/words/language.ts';
import { learn } from '#shared/words/learn.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The language of whoever types, as POSIX has it: of LC_ALL, LC_MESSAGES and LANG the first that is set and not empty.
 * `C` and `POSIX`, which no language is called, are English.
 */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: Environment): Language {
  return languageFor('system', [LC_ALL || LC_MESSAGES || LANG || '']);
}

/** From now on this process speaks to whoever typed these words; with --json that is a program, which reads English. */
export async function speakToReader(words: readonly string[], environment: Environment): Promise<void> {
  const spoken = words.includes('--json') ? 'en' : languageOf(environment);
  await learn(spoken);
  speak(spoken);
}
