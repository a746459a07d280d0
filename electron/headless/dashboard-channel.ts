import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Push } from '#shared/domain/snapshot.ts';
import { fail, type Result } from '#shared/errors.ts';
import { CALL_MAX_BYTES } from '#shared/ipc/contract.ts';

/** Close code for a socket whose session is over. */
export const SESSION_OVER = 4001;

const BUFFERED_PUSHES_MAX_BYTES = 8 * 1024 * 1024;

export type Call = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/** The WebSockets of browsers that were let in: calls and their answers, and pushes, as JSON text frames. */
export class DashboardChannel {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: CALL_MAX_BYTES + 1024 });
  readonly #call: Call;
  /** Whether the session that opened a socket still lives. */
  readonly #isWelcome = new Map<WebSocket, () => boolean>();

  constructor(call: Call) {
    this.#call = call;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer, isWelcome: () => boolean): void {
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      this.#isWelcome.set(client, isWelcome);
      client.on('error', () => client.terminate());
      client.on('close', () => this.#isWelcome.delete(client));
      client.on('message', (data, isBinary) => {
        if (this.#isLetIn(client)) void this.#answer(client, isBinary ? null : String(data));
      });
    });
  }

  push(push: Push): void {
    const text = JSON.stringify({ push });
    for (const client of this.#isWelcome.keys()) {
      if (!this.#isLetIn(client)) continue;
      // A browser that does not read is cut off; it reconnects and asks for a snapshot.
      if (client.bufferedAmount > BUFFERED_PUSHES_MAX_BYTES) client.terminate();
      else tell(client, text);
    }
  }

  /** Says goodbye; `terminate` then ends who does not hang up. */
  close(): void {
    for (const client of this.#isWelcome.keys()) client.close(1001, 'GhostStack is stopping');
  }

  terminate(): void {
    for (const client of this.#isWelcome.keys()) client.terminate();
  }

  #isLetIn(client: WebSocket): boolean {
    if (this.#isWelcome.get(client)?.()) return true;
    client.close(SESSION_OVER, 'This session is over');
    return false;
  }

  async #answer(client: WebSocket, text: string | null): Promise<void> {
    let request: { id?: unknown; name?: unknown; input?: unknown };
    try {
      if (text === null) throw new Error('binary');
      request = Object(JSON.parse(text));
    } catch {
      client.close(1008, 'A call is one JSON text frame');
      return;
    }
    const { id, name, input } = request;
    if (typeof id !== 'number') {
      client.close(1008, 'A call has a numeric id');
      return;
    }
    const result = await this.#call(name, input).catch(() => fail('internal', 'The call was not answered.'));
    tell(client, JSON.stringify({ id, result }));
  }
}

/** The browser may have left while its answer was made. */
function tell(client: WebSocket, text: string): void {
  if (client.readyState === WebSocket.OPEN) client.send(text);
}
