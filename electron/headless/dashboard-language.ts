import { type Language, language, languageFor } from '#shared/words/language.ts';

/** The language that a browser asks for by Accept-Language (RFC 9110 §12.5.4); this process's, where it asks for none. */
export function languageOfBrowser(accepted: string | undefined): Language {
  if (!accepted) return language();
  const wanted = accepted
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q=/))
    .map(([tag = '', weight = '1']) => ({ tag, weight: Number(weight) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return languageFor(
    'system',
    wanted.map(({ tag }) => tag),
  );
}
