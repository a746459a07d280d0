import type { ConnectionState } from '#shared/ipc/client.ts';
import type { Carrier } from './checked-client.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly timer: number;
}

function unavailable(message: string): unknown {
  return { ok: false, error: { code: 'unavailable', message } };
}

/** JSON text frames over the WebSocket of this origin; reconnects with growing, jittered pauses. */
export function websocketCarrier(url: string): Carrier {
  const pushListeners = new Set<(push: unknown) => void>();
  const connectionListeners = new Set<(state: ConnectionState) => void>();
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket;
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

  function lost(): void {
    for (const id of [...waiting.keys()]) settle(id, unavailable('The connection to the node was lost.'));
    tell('reconnecting');
    setTimeout(connect, retryMs * (0.75 + Math.random() / 2));
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  }

  function connect(): void {
    socket = new WebSocket(url);
    socket.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS;
      tell('connected');
    });
    socket.addEventListener('message', (event) => read(event.data));
    socket.addEventListener('close', lost, { once: true });
  }

  /** Resolves when the first connection stands or has failed. */
  function opened(): Promise<void> {
    if (socket.readyState !== WebSocket.CONNECTING) return Promise.resolve();
    return new Promise((resolve) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('close', () => resolve(), { once: true });
    });
  }

  connect();

  return {
    async call(name, input) {
      await opened();
      if (socket.readyState !== WebSocket.OPEN) return unavailable('The node cannot be reached now.');
      const id = nextId++;
      return new Promise((resolve) => {
        const timer = window.setTimeout(
          () => settle(id, unavailable(`${name} was not answered within ${ANSWER_TIMEOUT_MS / 1000} s.`)),
          ANSWER_TIMEOUT_MS,
        );
        waiting.set(id, { resolve, timer });
        socket.send(JSON.stringify({ id, name, input }));
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
