import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Push } from '#shared/domain/snapshot.ts';
import { fail, type Result } from '#shared/errors.ts';
import { CALL_MAX_BYTES } from '#shared/ipc/contract.ts';
import { DashboardSessions } from './dashboard-sessions.ts';

export interface DashboardOptions {
  readonly host: string;
  readonly port: number;
  /** Directory of the built renderer. */
  readonly root: string;
  readonly call: (name: unknown, input: unknown) => Promise<Result<unknown>>;
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** The same policy as the window's `app://` pages, with the WebSocket of this origin. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

const BUFFERED_PUSHES_MAX_BYTES = 8 * 1024 * 1024;

/**
 * Serves the dashboard and its WebSocket to the browsers of this computer. Whoever holds the one-time URL gets a
 * session cookie for it; every request must name this host and, for the WebSocket, come from this origin, so
 * that neither another page nor a rebound DNS name gets in.
 */
export class DashboardServer {
  readonly #options: DashboardOptions;
  readonly #sessions = new DashboardSessions();
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: CALL_MAX_BYTES + 1024 });

  constructor(options: DashboardOptions) {
    this.#options = options;
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch(() => {
        if (!response.headersSent) refuse(response, 500, 'The page could not be read.');
        else response.destroy();
      });
    });
    this.#http.on('upgrade', (request, socket, head) => {
      const reason = this.#refusal(request) ?? this.#originRefusal(request);
      if (reason || request.url !== '/ws' || !this.#sessions.holds(request.headers.cookie)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#attend(client));
    });
  }

  /** Starts to listen; rejects when the address cannot be used. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(this.#options.port, this.#options.host, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  /** A fresh URL that lets one browser in, once. */
  oneTimeUrl(): string {
    return `http://${this.#authority()}/?token=${this.#sessions.issueToken()}`;
  }

  push(push: Push): void {
    const text = JSON.stringify({ push });
    for (const client of this.#sockets.clients) {
      // A browser that does not read is cut off; it reconnects and asks for a snapshot.
      if (client.bufferedAmount > BUFFERED_PUSHES_MAX_BYTES) client.terminate();
      else client.send(text);
    }
  }

  async stop(): Promise<void> {
    for (const client of this.#sockets.clients) client.close(1001, 'GhostStack is stopping');
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
    for (const client of this.#sockets.clients) client.terminate();
  }

  #authority(): string {
    const { host } = this.#options;
    return `${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  #allowedHosts(): string[] {
    return [this.#authority(), `localhost:${this.port}`];
  }

  #refusal(request: IncomingMessage): string | null {
    const host = request.headers.host ?? '';
    return this.#allowedHosts().includes(host)
      ? null
      : `This server does not answer for the host ${host.slice(0, 80)}.`;
  }

  #originRefusal(request: IncomingMessage): string | null {
    const origin = request.headers.origin ?? '';
    const allowed = this.#allowedHosts().map((host) => `http://${host}`);
    return allowed.includes(origin) ? null : `This server does not answer pages of ${origin.slice(0, 80)}.`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const reason = this.#refusal(request);
    if (reason) return refuse(response, 421, reason);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only GET is answered.');
    const url = new URL(request.url ?? '/', `http://${this.#authority()}`);
    const token = url.searchParams.get('token');
    if (token !== null) {
      const cookie = this.#sessions.redeem(token);
      if (!cookie)
        return refuse(
          response,
          403,
          'This link was used already or is not valid. Ask for a new one: ghoststack dashboard',
        );
      response.writeHead(303, { 'set-cookie': cookie, location: '/' }).end();
      return;
    }
    if (!this.#sessions.holds(request.headers.cookie)) {
      return refuse(
        response,
        403,
        'Open the dashboard by its one-time link. Print one: ghoststack dashboard',
      );
    }
    await this.#serveFile(url.pathname === '/' ? '/index.html' : url.pathname, request, response);
  }

  async #serveFile(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let file: string;
    try {
      file = normalize(join(this.#options.root, decodeURIComponent(pathname)));
    } catch {
      return refuse(response, 400, 'The path is not understood.');
    }
    const inside = file.startsWith(normalize(this.#options.root) + sep) && !file.includes('\0');
    const found = inside ? await stat(file).catch(() => null) : null;
    if (!found?.isFile()) return refuse(response, 404, 'There is no such file.');
    response.writeHead(200, {
      'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
      'content-length': found.size,
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  }

  #attend(client: WebSocket): void {
    client.on('error', () => client.terminate());
    client.on('message', (data, isBinary) => {
      void this.#answer(client, isBinary ? null : String(data));
    });
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
    const result = await this.#options
      .call(name, input)
      .catch(() => fail('internal', 'The call was not answered.'));
    client.send(JSON.stringify({ id, result }));
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
