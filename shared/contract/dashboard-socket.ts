/** What a headless node and its page in a browser agree on, beside the calls. */

/** Close code of a socket whose session is over, or that did not say its key. */
export const SESSION_OVER = 4001;

/** Answered to anybody: the command that prints a link, as plain text. */
export const HOW_TO_OPEN_PATH = '/how-to-open';

const KEY_IN_HASH = /^#key=([A-Za-z0-9_-]{43})$/;

/** Browsers send this part of an address to nobody. */
export function hashOfKey(key: string): string {
  return `#key=${key}`;
}

export function keyInHash(hash: string): string | null {
  return KEY_IN_HASH.exec(hash)?.[1] ?? null;
}
