import { visibleText } from '#shared/protocol/visible-text.ts';
import deErrors from '../../resources/locales/de/errors/proof.json' with { type: 'json' };
import de from '../../resources/locales/de/proof.json' with { type: 'json' };
import enErrors from '../../resources/locales/en/errors/proof.json' with { type: 'json' };
import en from '../../resources/locales/en/proof.json' with { type: 'json' };

const WORDS = { en: { ...en, ...enErrors }, de: { ...de, ...deErrors } } as const;

export type Language = keyof typeof WORDS;

export function browserLanguage(): Language {
  return navigator.language.startsWith('de') ? 'de' : 'en';
}

export function otherLanguage(language: Language): Language {
  return language === 'en' ? 'de' : 'en';
}

/** A sentence with what stands in it; none of these has plurals. */
export function sentence(
  language: Language,
  key: string,
  params: Readonly<Record<string, unknown>> = {},
): string {
  const text: string = (WORDS[language] as Readonly<Record<string, string>>)[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => visibleText(wordOf(language, params[name])));
}

/** An outcome is a word of the page; all else is as it is. */
function wordOf(language: Language, value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString(language) : String(value);
}
