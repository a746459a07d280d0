import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { moveInList } from './keyboard.ts';

/** One stop for Tab; arrow keys (and J, K) move between the items, which carry `data-item`. */
export function RovingList({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const list = useRef<HTMLUListElement>(null);

  const settle = (focused: Element | null) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
    const stop =
      items.find((item) => item === focused) ??
      items.find((item) => item.getAttribute('aria-current') !== null) ??
      items[0];
    for (const item of items) item.tabIndex = item === stop ? 0 : -1;
  };

  useLayoutEffect(() => settle(document.activeElement));

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && moveInList(step)) event.preventDefault();
  };

  return (
    <ul
      ref={list}
      data-list=""
      aria-label={label}
      className={className}
      onKeyDown={onKeyDown}
      onFocus={(event) => settle(event.target)}
    >
      {children}
    </ul>
  );
}
