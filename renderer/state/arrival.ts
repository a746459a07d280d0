/**
 * Where a notification's click leads: to a thing on a page, which takes the focus once it is there. It carries
 * `data-arrival` with the word by which the address asks for it.
 */
import { useEffect } from 'react';
import { type Route, settleRoute, useRoute } from './routes.ts';

interface Arrival {
  readonly wanted: string;
  /** What of the address stays: the next click on the same notice finds another one than it leads to. */
  readonly part: string | null;
}

function arrivalOf({ page, part, item }: Route): Arrival | null {
  switch (page) {
    case 'governance':
      return item === 'vote' ? { wanted: item, part } : null;
    case 'messages':
      return item?.startsWith('at-') ? { wanted: item, part } : null;
    case 'settings':
      if (part === 'cells') return item === null ? null : { wanted: item, part };
      return part === null ? null : { wanted: part, part: null };
    case 'sync':
      return part === null ? null : { wanted: part, part: null };
    default:
      return null;
  }
}

/** The message that the address leads to, which may not be loaded yet. */
export function arrivingAt({ page, item }: Route): number | null {
  const number = page === 'messages' ? /^at-(\d+)$/.exec(item ?? '')?.[1] : undefined;
  return number === undefined ? null : Number(number);
}

/** Gives the focus to what the address leads to, as soon as it is there and no dialog is before it. */
export function useArrival(): void {
  const route = useRoute();
  useEffect(() => {
    const arrival = arrivalOf(route);
    if (!arrival) return;
    const { wanted, part } = arrival;
    const arrive = () => {
      const there = document.querySelector<HTMLElement>(`[data-arrival="${CSS.escape(wanted)}"]`);
      if (!there) return;
      there.focus({ preventScroll: true });
      if (document.activeElement !== there) return;
      there.scrollIntoView({ block: 'center' });
      observer.disconnect();
      settleRoute(route.page, part);
    };
    const observer = new MutationObserver(arrive);
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    arrive();
    return () => observer.disconnect();
  }, [route]);
}
