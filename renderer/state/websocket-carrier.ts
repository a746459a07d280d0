import type { ConnectionState } from '#shared/contract/client.ts';
import { SESSION_OVER } from '#shared/contract/dashboard-socket.ts';
import { fail } from '#shared/contract/errors.ts';
import { type Saying, type SayingKey, says } from '#shared/protocol/saying.ts';
import type { Carrier } from './checked-client.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
const WAITED = { durationMs: ANSWER_TIMEOUT_MS };

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly timer: number;
}

function unavailable(key: SayingKey, params?: Saying['params']): unknown {
  return fail('unavailable', says(key, params));
}

/** Whether the server of this page knows its session; true if it cannot be asked. */
async function isSessionKnown(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).status !== 403;
  } catch {
    return true;
  }
}

/**
 * JSON text frames over the WebSocket of this origin; reconnects with growing, jittered pauses, until the session is
 * over. `key`: the session's; null in a page that was loaded anew and has it no more.
 */
export function websocketCarrier(url: string, key: string | null): Carrier {
  const pushListeners = new Set<(push: unknown) => void>();
  const connectionListeners = new Set<(state: ConnectionState) => void>();
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | null = null;
  let isOver = false;
  let nextId = 1;
  let retryMs = FIRST_RETRY_MS;

  function tell(state: ConnectionState): void {
    for (const listener of connectionListeners) listener(state);
  }

  function settle(id: number, answer: unknown): void {
    const request = waiting.get(id);
    if (!request) return;
    waiting.delete(id);
    clearTimeout(request.timer);
    request.resolve(answer);
  }

  function read(data: unknown): void {
    let frame: unknown;
    try {
      frame = typeof data === 'string' ? JSON.parse(data) : null;
    } catch {
      frame = null;
    }
    if (typeof frame !== 'object' || frame === null) return;
    if ('push' in frame) for (const listener of pushListeners) listener(frame.push);
    else if ('id' in frame && typeof frame.id === 'number') {
      settle(frame.id, 'result' in frame ? frame.result : undefined);
    }
  }

  function end(): void {
    isOver = true;
    socket = null;
    tell('over');
  }

  async function lost(code: number, wasOpen: boolean): Promise<void> {
    for (const id of [...waiting.keys()]) settle(id, unavailable('error.host.connectionLost'));
    if (code === SESSION_OVER) return end();
    tell('reconnecting');
    if (!wasOpen && !(await isSessionKnown())) return end();
    setTimeout(connect, retryMs * (0.75 + Math.random() / 2));
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  }

  function connect(): void {
    const next = new WebSocket(url);
    let wasOpen = false;
    socket = next;
    next.addEventListener('open', () => {
      wasOpen = true;
      retryMs = FIRST_RETRY_MS;
      next.send(JSON.stringify({ key }));
      tell('connected');
    });
    next.addEventListener('message', (event) => read(event.data));
    next.addEventListener('close', ({ code }) => void lost(code, wasOpen), { once: true });
  }

  /** Resolves when the first connection stands or has failed. */
  function opened(): Promise<void> {
    const opening = socket;
    if (opening?.readyState !== WebSocket.CONNECTING) return Promise.resolve();
    return new Promise((resolve) => {
      opening.addEventListener('open', () => resolve(), { once: true });
      opening.addEventListener('close', () => resolve(), { once: true });
    });
  }

  if (key) connect();
  else queueMicrotask(end);

  return {
    async call(name, input) {
      await opened();
      const open = socket;
      if (isOver) return unavailable('error.host.sessionOver');
      if (open?.readyState !== WebSocket.OPEN) return unavailable('error.host.notReached');
      const id = nextId++;
      return new Promise((resolve) => {
        const timer = window.setTimeout(
          () => settle(id, unavailable('error.host.notAnsweredInTime', { name, waited: WAITED })),
          ANSWER_TIMEOUT_MS,
        );
        waiting.set(id, { resolve, timer });
        open.send(JSON.stringify({ key, id, name, input }));
      });
    },
    onPush(listener) {
      pushListeners.add(listener);
      return () => pushListeners.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
  };
}
