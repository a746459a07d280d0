import { create } from 'zustand';

/** Whether the guide of the demo is folded to one line. */
export const useGuide = create<{ readonly folded: boolean }>(() => ({ folded: false }));

/** Unfolds the guide and gives it the focus; false where there is none. */
export function toGuide(): boolean {
  const guide = () => document.querySelector<HTMLElement>('[data-guide]');
  if (!guide()) return false;
  useGuide.setState({ folded: false });
  // Once it is drawn as a whole.
  requestAnimationFrame(() => guide()?.focus());
  return true;
}

/** Folds it, and goes on with the page. */
export function foldGuide(): void {
  useGuide.setState({ folded: true });
  document.getElementById('content')?.focus();
}
