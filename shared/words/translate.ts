/**
 * All words that people read come from resources/locales. Keys are typed, so a missing string is a compile error;
 * messages are ICU MessageFormat (plural, select, <b>emphasis</b>).
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { type Language, language, locale } from './language.ts';
import { EN } from './strings/en.ts';

export type StringKey = keyof typeof EN;

export type Catalogue = Readonly<Record<StringKey, string>>;

/** Of the languages that this process may speak so far. English is what everything is told in, besides. */
export const KNOWN: Partial<Record<Language, Catalogue>> = { en: EN };

// It would look through all the locales that the system has, which takes as long as a short command; ours are among
// those that every build of ICU has.
IntlMessageFormat.resolveLocale = (tags) => new Intl.Locale([tags].flat()[0] ?? locale());

export type StringParams = Readonly<Record<string, string | number | boolean>>;

/** One piece of a formatted string: plain text, or text inside `<b>…</b>`. */
export interface StringPart {
  readonly strong: boolean;
  readonly text: string;
}

const compiled: Record<Language, Map<StringKey, IntlMessageFormat>> = { en: new Map(), de: new Map() };

function compile(key: StringKey): IntlMessageFormat {
  const known = compiled[language()].get(key);
  if (known) return known;
  const format = new IntlMessageFormat((KNOWN[language()] ?? EN)[key], locale());
  compiled[language()].set(key, format);
  return format;
}

/** Whether there are words for it: keys also come in from other processes. */
export function isStringKey(key: string): key is StringKey {
  return Object.hasOwn(EN, key);
}

/** The string for `key`. Parameters are inserted as they are: a name that contains markup stays a name. */
export function t(key: StringKey, params: StringParams = {}): string {
  return tParts(key, params)
    .map((part) => part.text)
    .join('');
}

/** The same string in pieces, for a caller that shows emphasis. */
export function tParts(key: StringKey, params: StringParams = {}): StringPart[] {
  const formatted = compile(key).format<StringPart>({
    ...params,
    b: (children) => ({ strong: true, text: children.join('') }),
  });
  const pieces = Array.isArray(formatted) ? formatted : [formatted];
  return pieces.map((piece) =>
    typeof piece === 'object' && piece !== null ? piece : { strong: false, text: String(piece) },
  );
}
