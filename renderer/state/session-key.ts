import { hashOfKey, keyInHash } from '#shared/contract/dashboard-socket.ts';

/** Only here: what a page keeps in a store could be read by whoever serves this address later. */
let key: string | null = null;

/** Takes the session's key out of the address, once; null in a page that was loaded anew. Call it before all else. */
export function takeSessionKey(): string | null {
  const found = keyInHash(location.hash);
  if (found) {
    key = found;
    history.replaceState(null, '', '#/overview');
  }
  return key;
}

/** Loads the page anew, without losing the key. */
export function reloadPage(): void {
  if (key) history.replaceState(null, '', hashOfKey(key));
  location.reload();
}
