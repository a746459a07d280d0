import { says } from '../protocol/saying.ts';
/** What the dashboard talks to, whatever carries it: Electron's preload, the headless WebSocket, or a mock. */

import { CALL_NAMES, type CallInput, type CallName, type CallOutput, type PushValue } from './contract.ts';
import { type Failure, fail, type Result } from './errors.ts';

/** `over`: this page is not let in any more, and will not be. */
export type ConnectionState = 'connected' | 'reconnecting' | 'over';

export interface Client {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Returns the function that ends the subscription. */
  onPush(listener: (push: PushValue<'state'>) => void): () => void;
  /** The carrier came or went (never, inside Electron). */
  onConnection(listener: (state: ConnectionState) => void): () => void;
}

/** What `electron/preload` exposes as `window.ghoststack`. */
export interface Bridge {
  readonly carrier: 'electron';
  call(name: string, input: unknown): Promise<unknown>;
  onPush(listener: (push: unknown) => void): () => void;
}

export function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

type MockHandlers = { [N in CallName]?: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

/** A client for tests, derived from the contract: calls without an answer of their own are refused by name. */
export function mockClient(
  handlers: MockHandlers,
): Client & { push(value: PushValue<'state'>): void; called: CallName[] } {
  const listeners = new Set<(push: PushValue<'state'>) => void>();
  const called: CallName[] = [];
  return {
    called,
    async call(name, input) {
      if (!CALL_NAMES.includes(name)) return fail('not-found', says('error.call.noCall', { name }));
      called.push(name);
      const handler = handlers[name] as ((value: typeof input) => unknown) | undefined;
      if (!handler) return fail('unavailable', says('error.call.notInTest', { name }));
      return { ok: true, value: (await handler(input)) as never };
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onConnection: () => () => {},
    push(value) {
      for (const listener of listeners) listener(value);
    },
  };
}
