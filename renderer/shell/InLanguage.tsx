import { Fragment, type ReactNode } from 'react';
import { useDashboardState } from '../state/context.tsx';
import { useLanguage } from '../state/language.ts';

/** What is inside speaks the language of the settings. Page, dialog and drafts are kept elsewhere: all stay. */
export function InLanguage({ children }: { readonly children: ReactNode }) {
  const choice = useDashboardState((state) => state.snapshot?.settings.language);
  return <Fragment key={useLanguage(choice)}>{children}</Fragment>;
}
