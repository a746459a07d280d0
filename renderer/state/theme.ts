import { useEffect, useSyncExternalStore } from 'react';
import type { Settings } from '#shared/contract/domain/settings.ts';

export type Theme = 'light' | 'dark';

const REMEMBERED = 'ghoststack.theme';
const darkQuery = () => window.matchMedia('(prefers-color-scheme: dark)');

function subscribeScheme(listener: () => void): () => void {
  const query = darkQuery();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

function resolve(choice: Settings['theme'], dark: boolean): Theme {
  return choice === 'system' ? (dark ? 'dark' : 'light') : choice;
}

/** Before the node has told the setting, the last one is used: the window opens in its own colours. */
export function applyRememberedTheme(): void {
  const last = localStorage.getItem(REMEMBERED);
  const choice = last === 'light' || last === 'dark' ? last : 'system';
  document.documentElement.dataset.theme = resolve(choice, darkQuery().matches);
}

export function useTheme(choice: Settings['theme'] | undefined): Theme {
  const dark = useSyncExternalStore(subscribeScheme, () => darkQuery().matches);
  const remembered = localStorage.getItem(REMEMBERED);
  const theme = resolve(
    choice ?? (remembered === 'light' || remembered === 'dark' ? remembered : 'system'),
    dark,
  );
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    if (choice) localStorage.setItem(REMEMBERED, choice);
  }, [theme, choice]);
  return theme;
}
