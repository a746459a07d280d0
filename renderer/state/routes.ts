import { useSyncExternalStore } from 'react';

export const PAGES = [
  'overview',
  'messages',
  'sync',
  'governance',
  'chain',
  'reputation',
  'tokens',
  'identity',
  'agent',
  'settings',
  'undelivered',
  'search',
] as const;
export type PageName = (typeof PAGES)[number];

export interface Route {
  readonly page: PageName;
  /** What follows the page: a conversation, `episodes`. */
  readonly part: string | null;
  /** What follows the part: the number of a message. */
  readonly item: string | null;
}

function isPage(name: string | undefined): name is PageName {
  return PAGES.some((page) => page === name);
}

function decode(part: string | undefined): string | null {
  if (!part) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** `#/messages/did%3Akey%3A…/58`; anything else is Overview. */
export function parseRoute(hash: string): Route {
  const [page, part, item] = hash.replace(/^#\/?/, '').split('/');
  return isPage(page)
    ? { page, part: decode(part), item: decode(item) }
    : { page: 'overview', part: null, item: null };
}

export function routeHref(page: PageName, part?: string | null, item?: string | number | null): string {
  const parts: (string | number)[] = [page];
  if (part) parts.push(encodeURIComponent(part));
  if (part && item !== undefined && item !== null) parts.push(encodeURIComponent(item));
  return `#/${parts.join('/')}`;
}

/** In the address of the chain of a kept cell: no receipt is selected. */
export const ALL_RECEIPTS = 'all';

const listeners = new Set<() => void>();

export function goTo(page: PageName, part?: string | null, item?: string | number | null): void {
  location.hash = routeHref(page, part, item);
  // The event comes later, and until then what was clicked would look as if nothing had happened.
  for (const listener of listeners) listener();
}

/** Shortens the address of the page that is shown, without a step for Back. */
export function settleRoute(page: PageName, part: string | null): void {
  history.replaceState(history.state, '', routeHref(page, part));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('hashchange', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('hashchange', listener);
  };
}

let lastHash: string | null = null;
let lastRoute: Route = { page: 'overview', part: null, item: null };

function currentRoute(): Route {
  if (lastHash !== location.hash) {
    lastHash = location.hash;
    lastRoute = parseRoute(lastHash);
  }
  return lastRoute;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
