import { type RefObject, useEffect, useRef } from 'react';

/** What is marked so is asked first; a heading takes the focus where nothing is to be typed. */
const FIRST = '[data-autofocus]';

/**
 * The focus goes along with the steps of a question: to what the new step asks first, else to its heading, which a
 * screen reader then reads. So nobody has to click before typing, and nobody is left at the top of the page.
 */
export function useStepFocus<T extends HTMLElement>(step: string): RefObject<T | null> {
  const place = useRef<T>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what moves the focus
  useEffect(() => {
    const { current } = place;
    (current?.querySelector<HTMLElement>(FIRST) ?? current?.querySelector('h1'))?.focus();
  }, [step]);
  return place;
}

/** Nobody is at anything: what had the focus is gone, or has it only because something must. */
export function isFocusLost(): boolean {
  const at = document.activeElement;
  return !at || at === document.body || at.matches('dialog, h1, [data-autofocus]');
}
