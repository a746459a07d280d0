import type { Bridge } from '#shared/contract/client.ts';
import type { Carrier } from './checked-client.ts';

declare global {
  interface Window {
    readonly ghoststack?: Bridge;
  }
}

/** Whether this page came from a headless node. */
export function isInBrowser(): boolean {
  return window.ghoststack === undefined;
}

/** The bridge of the preload, or null in a browser. */
export function electronCarrier(): Carrier | null {
  const bridge = window.ghoststack;
  if (!bridge) return null;
  return {
    call: (name, input) => bridge.call(name, input),
    onPush: (listener) => bridge.onPush(listener),
    onConnection: () => () => {},
  };
}
