import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { CALL_MAX_BYTES } from '#shared/contract/contract.ts';
import { SESSION_OVER } from '#shared/contract/dashboard-socket.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { fail, type Result } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';

/** A page says its key as soon as its socket is open. */
const GREETING_MS = 10_000;
const BUFFERED_PUSHES_MAX_BYTES = 8 * 1024 * 1024;

export type Call = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/** The session that opened a socket. */
export interface Visit {
  isAlive(): boolean;
  /** The second secret, which is not sent by browsers of themselves as the cookie is. */
  hasKey(key: unknown): boolean;
}

interface Client {
  readonly visit: Visit;
  /** It has shown the key, and is told what happens. */
  greeted: boolean;
}

/**
 * The WebSockets of browsers that were let in: a greeting with the session's key, calls with the key and their answers,
 * and pushes, as JSON text frames. Whoever has the session's cookie alone is told nothing.
 */
export class DashboardChannel {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: CALL_MAX_BYTES + 1024 });
  readonly #call: Call;
  readonly #clients = new Map<WebSocket, Client>();

  constructor(call: Call) {
    this.#call = call;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer, visit: Visit): void {
    this.#sockets.handleUpgrade(request, socket, head, (socketOfPage) => {
      const client: Client = { visit, greeted: false };
      this.#clients.set(socketOfPage, client);
      const late = setTimeout(() => {
        if (!client.greeted) socketOfPage.terminate();
      }, GREETING_MS);
      socketOfPage.on('error', () => socketOfPage.terminate());
      socketOfPage.on('close', () => {
        clearTimeout(late);
        this.#clients.delete(socketOfPage);
      });
      socketOfPage.on('message', (data, isBinary) => {
        this.#read(socketOfPage, client, isBinary ? null : String(data));
      });
    });
  }

  push(push: Push): void {
    const text = JSON.stringify({ push });
    for (const [socket, { visit, greeted }] of this.#clients) {
      if (!visit.isAlive()) sayOver(socket);
      // A browser that does not read is cut off; it reconnects and asks for a snapshot.
      else if (socket.bufferedAmount > BUFFERED_PUSHES_MAX_BYTES) socket.terminate();
      else if (greeted) tell(socket, text);
    }
  }

  /** Closes the sockets of sessions that are over. */
  endOver(): void {
    for (const [socket, { visit }] of this.#clients) if (!visit.isAlive()) sayOver(socket);
  }

  /** Says goodbye; `terminate` then ends who does not hang up. */
  close(): void {
    for (const client of this.#clients.keys()) client.close(1001, 'GhostStack is stopping');
  }

  terminate(): void {
    for (const client of this.#clients.keys()) client.terminate();
  }

  #read(socket: WebSocket, client: Client, text: string | null): void {
    const frame = text === null ? null : parseFrame(text);
    if (!frame) {
      socket.close(1008, 'What is said is one JSON text frame');
      return;
    }
    if (!client.visit.hasKey(frame.key)) {
      sayOver(socket);
      return;
    }
    if (!client.greeted) client.greeted = true;
    else void this.#answer(socket, frame);
  }

  async #answer(socket: WebSocket, { id, name, input }: Frame): Promise<void> {
    if (typeof id !== 'number') {
      socket.close(1008, 'A call has a numeric id');
      return;
    }
    const result = await this.#call(name, input).catch(() =>
      fail('internal', says('error.headless.callNotAnswered')),
    );
    tell(socket, JSON.stringify({ id, result }));
  }
}

interface Frame {
  readonly key?: unknown;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly input?: unknown;
}

function parseFrame(text: string): Frame | null {
  try {
    return Object(JSON.parse(text));
  } catch {
    return null;
  }
}

function sayOver(socket: WebSocket): void {
  socket.close(SESSION_OVER, 'This session is over');
}

/** The browser may have left while its answer was made. */
function tell(socket: WebSocket, text: string): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(text);
}
