import { app } from 'electron';
import type { Settings } from '#shared/contract/domain/settings.ts';
import { language, languageFor, speak } from '#shared/words/language.ts';
import { setApplicationMenu } from '../lifecycle/application-menu.ts';

/** From now on this process speaks what is chosen, and its menu is in that language. */
export function applyLanguage(choice: Settings['language']): void {
  const spoken = languageFor(choice, app.getPreferredSystemLanguages());
  if (language() === spoken) return;
  speak(spoken);
  setApplicationMenu(process.platform);
}
