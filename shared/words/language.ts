/** Which language people read here, and the customs (dates, numbers, lists) that go with it. */

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each by its own name: who cannot read the page finds theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** BCP 47 */
const CUSTOMS: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

let current: Language = 'en';

export function language(): Language {
  return current;
}

/** The locale whose customs a language follows. */
export function customsOf(one: Language): string {
  return CUSTOMS[one];
}

/** The locale by whose customs sentences, lists, dates and numbers are written now. */
export function locale(): string {
  return CUSTOMS[current];
}

/** From now on this process, or page, speaks `to`. */
export function speak(to: Language): void {
  current = to;
}

/** What `say` returns when everything inside of it is said in `one`. */
export function speaking<T>(one: Language, say: () => T): T {
  const before = current;
  current = one;
  try {
    return say();
  } finally {
    current = before;
  }
}

/**
 * The language somebody gets: the one chosen, or the first of the system's that GhostStack speaks, or English.
 * `wanted` are BCP 47 tags (`de-AT`) or POSIX locales (`de_AT.UTF-8`), the most wanted first.
 */
export function languageFor(chosen: Language | 'system', wanted: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  for (const tag of wanted) {
    const [spoken] = tag.toLowerCase().split(/[-_.@]/);
    const known = LANGUAGES.find((candidate) => candidate === spoken);
    if (known) return known;
  }
  return 'en';
}
