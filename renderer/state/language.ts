import { useEffect, useSyncExternalStore } from 'react';
import type { Settings } from '#shared/contract/domain/settings.ts';
import { type Language, languageFor, speak } from '#shared/words/language.ts';

function subscribe(listener: () => void): () => void {
  window.addEventListener('languagechange', listener);
  return () => window.removeEventListener('languagechange', listener);
}

/**
 * From this render on the page speaks what is chosen. Before a node has told its setting that is the computer's
 * language. Words are made while rendering, so whatever lies below must be made anew: key it by the answer.
 */
export function useLanguage(choice: Settings['language'] = 'system'): Language {
  const wanted = useSyncExternalStore(subscribe, () => languageFor('system', navigator.languages));
  const spoken = choice === 'system' ? wanted : choice;
  speak(spoken);
  useEffect(() => {
    document.documentElement.lang = spoken;
  }, [spoken]);
  return spoken;
}
