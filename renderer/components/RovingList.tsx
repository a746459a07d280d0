import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { moveInList } from '../state/keyboard.ts';
import { useRoving } from '../state/use-roving.ts';

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

  const settle = useRoving(list);

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
