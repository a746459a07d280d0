import { type RefObject, useLayoutEffect } from 'react';

/**
 * Keeps one stop for Tab among the items of a list, which carry `data-item`: the focused one, else the current
 * one, else the first. Returns what to call when the focus comes to an item.
 */
export function useRoving(list: RefObject<HTMLElement | null>): (focused: Element | null) => void {
  const settle = (focused: Element | null) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
    const stop =
      items.find((item) => item === focused) ??
      items.find((item) => item.getAttribute('aria-current') !== null) ??
      items[0];
    for (const item of items) item.tabIndex = item === stop ? 0 : -1;
  };
  useLayoutEffect(() => settle(document.activeElement));
  return settle;
}
