import { app } from 'electron';
import type { Settings } from '#shared/contract/domain/settings.ts';
import { language, languageFor, speak } from '#shared/words/language.ts';

/** From now on this process speaks what is chosen. False where it does already. */
export function applyLanguage(choice: Settings['language']): boolean {
  const spoken = languageFor(choice, app.getPreferredSystemLanguages());
  if (language() === spoken) return false;
  speak(spoken);
  return true;
}
