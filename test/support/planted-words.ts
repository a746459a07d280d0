import { CATALOGUES, type StringKey } from '#shared/words/translate.ts';

/** Puts words into a language, for tests that must tell it from English; call it before anything is said in it. */
export function plantWords(language: 'de', words: Partial<Record<StringKey, string>>): void {
  Object.assign(CATALOGUES, { [language]: { ...CATALOGUES[language], ...words } });
}
