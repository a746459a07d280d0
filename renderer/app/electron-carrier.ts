import type { Bridge } from '#shared/ipc/client.ts';
import type { Carrier } from './checked-client.ts';

declare global {
  interface Window {
    readonly ghoststack?: Bridge;
  }
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
